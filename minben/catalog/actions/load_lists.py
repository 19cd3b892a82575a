"""Stages, topics, life events and request categories as the catalogue's files describe them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minben.agencies.models import Department
from minben.agencies.queries import heir_of
from minben.catalog import forms, indexing
from minben.catalog.models import Category, EventService, LifeEventType, LifeStage, PublicService, Topic
from minben.catalog.texts import complete
from minben.foundation.feel import expression
from minben.foundation.records.errors import Invalid

from .saving import put


def load_stages(item: Mapping[str, Any]) -> bool:
    values = {
        "audience": item["audience"],
        "name": complete(item["name"]),
        "order": int(item.get("order", 0)),
    }
    return put(LifeStage, {"code": item["code"]}, values)[1] is not None


def _stage(code: str | None) -> LifeStage | None:
    if not code:
        return None
    found = LifeStage.objects.filter(code=code).first()
    if found is None:
        raise Invalid(_("There is no stage %(code)s.") % {"code": code})
    return found


def load_topics(item: Mapping[str, Any]) -> bool:
    values = {
        "name": complete(item["name"]),
        "stage": _stage(item.get("stage")),
        "order": int(item.get("order", 0)),
    }
    with transaction.atomic():
        topic, before = put(Topic, {"audience": item["audience"], "code": str(item["code"])}, values)
        if before is not None:
            indexing.index_topic(topic)
    return before is not None


def load_event(item: Mapping[str, Any]) -> bool:
    """A life event with its services. Services that do not exist are refused by name."""
    values = {
        "code": item["code"],
        "audience": item["audience"],
        "stage": _stage(item.get("stage")),
        "name": complete(item["name"]),
        "summary": complete(item.get("summary")),
        "advice": complete(item.get("advice")),
        "icon": str(item.get("icon") or ""),
        "order": int(item.get("order", 0)),
        "published": bool(item.get("published", True)),
        **_bundle(item),
    }
    with transaction.atomic():
        event, before = put(LifeEventType, {"slug": item["slug"]}, values)
        moved = _services(event, item)
        if before is not None:
            indexing.index_event(event)
    return before is not None or moved


def _services(event: LifeEventType, item: Mapping[str, Any]) -> bool:
    lines = item.get("services") or []
    slugs = [line["service"] for line in lines]
    services = PublicService.objects.in_bulk(slugs, field_name="slug")
    missing = ", ".join(slug for slug in slugs if slug not in services)
    if missing:
        message = _("There is no service %(slugs)s.") % {"slugs": missing}
        raise Invalid(message, fields={"services": message})
    removed, _kinds = event.services.exclude(service__slug__in=slugs).delete()
    entries: dict[str, EventService] = {}
    changed = bool(removed)
    for order, line in enumerate(lines):
        own = {
            "order": order,
            "optional": bool(line.get("optional")),
            "applies": complete(line.get("applies")),
        }
        if "condition" in line or "bundle" in item:
            own["condition"] = _condition(line)
        entry, before = put(EventService, {"event": event, "service": services[line["service"]]}, own)
        entries[line["service"]] = entry
        changed |= before is not None
    for line in lines:
        entries[line["service"]].after.set(
            [entries[slug] for slug in line.get("after") or [] if slug in entries]
        )
    return changed


def _bundle(item: Mapping[str, Any]) -> dict[str, Any]:
    """What makes one application of the services of an event. What says nothing of it leaves it as it is."""
    told = item.get("bundle")
    if not told:
        return {} if told is None else {"bundle": False}
    questions = list(told.get("questions") or [])
    forms.parse(questions)
    return {
        "bundle": True,
        "lead": Department.objects.filter(code=told["lead"]).first(),
        "promised_amount": told.get("promised_amount"),
        "promised_unit": str(told.get("promised_unit", "1")),
        "questions": questions,
    }


def _condition(line: Mapping[str, Any]) -> str:
    """Raises Invalid for what is no expression."""
    text = str(line.get("condition") or "")
    if text:
        expression(text)
    return text


def load_categories(item: Mapping[str, Any]) -> bool:
    """A whole taxonomy: a tree of categories."""
    changed = False
    with transaction.atomic():
        for order, (parent, line) in enumerate(_flat(item.get("categories") or [], "")):
            changed |= _category(str(item.get("tree") or "hotline"), parent, line, order)
    return changed


def _flat(lines: list[Mapping[str, Any]], parent: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for line in lines:
        yield parent, line
        yield from _flat(line.get("children") or [], line["code"])


def _department_now(code: str) -> str:
    """The code of who took over, where the file still names a closed department."""
    closed = Department.objects.filter(code=code, active=False).first() if code else None
    heir = heir_of(closed) if closed else None
    return heir.code if heir else code


def _category(tree: str, parent: str, line: Mapping[str, Any], order: int) -> bool:
    values = {
        "parent": Category.objects.get(tree=tree, code=parent) if parent else None,
        "name": complete(line["name"]),
        "keywords": [str(word) for word in line.get("keywords") or []],
        "department_code": _department_now(str(line.get("department") or "")),
        "urgency": str(line.get("urgency") or Category.Urgency.ORDINARY),
        "order": order,
    }
    return put(Category, {"tree": tree, "code": line["code"]}, values)[1] is not None


def load_routes(item: Mapping[str, Any]) -> bool:
    """Where requests of categories that are there go: codes of departments by code of category."""
    changed = False
    for code, department in (item.get("routes") or {}).items():
        row = Category.objects.filter(tree=str(item.get("tree") or "hotline"), code=code).first()
        if row is None:
            raise Invalid(_("There is no category %(code)s any more.") % {"code": code})
        wanted = _department_now(str(department))
        if row.department_code != wanted:
            row.department_code, changed = wanted, True
            row.save(update_fields=["department_code"])
    return changed
