"""Write a service with its guide: what the loader, importers and the editor's form call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minben.agencies.models import Department
from minben.agencies.queries import heir_of
from minben.catalog import guide as guides
from minben.catalog import indexing
from minben.catalog.models import LifeStage, PublicService, ServiceVersion, Topic
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.records.errors import Invalid

from .draft_version import draft_version
from .publish_version import publish_version
from .saving import put

OWN = {
    "slug",
    "department",
    "task_code",
    "catalog_code",
    "topics",
    "stages",
    "related",
    "source",
    "popularity",
    "process",
}


def write_service(
    actor: Actor,
    content: Mapping[str, Any],
    *,
    waive: Iterable[str] = (),
    reason: str = "",
    publish: bool = True,
) -> tuple[PublicService, bool]:
    """The service of this ``slug`` with this guide published, and whether a new version was needed.

    An unchanged guide makes no version. ``related`` is left to :func:`relate`, as the others may not exist yet.
    ``department`` is a code, or the department itself. Without ``publish`` the guide waits as a draft.
    """
    require(actor, "catalog.edit")
    guide = guides.read({name: value for name, value in content.items() if name not in OWN})
    with transaction.atomic():
        service, before = put(PublicService, {"slug": content["slug"]}, _values(content))
        if before == {} and content.get("process"):
            _goes(service, str(content["process"]))
        moved = _file_under(service, content) or before is not None
        if not publish:
            return service, _drafted(actor, service, guide)
        current = service.versions.filter(state=ServiceVersion.State.PUBLISHED).first()
        if current is None or current.digest != guide.digest:
            publish_version(actor, draft_version(actor, service, guide), waive=waive, reason=reason)
            return service, True
        if moved:
            indexing.index_service(service)
    return service, False


def _goes(service: PublicService, key: str) -> None:
    """The process that a new service begins with; what people choose later stands."""
    service.process_key = key
    service.save(update_fields=["process_key"])


def _drafted(actor: Actor, service: PublicService, guide: guides.Guide) -> bool:
    """A draft of this guide, unless its newest version says the same."""
    newest = service.versions.order_by("-number").first()
    if newest is not None and newest.digest == guide.digest:
        return False
    draft_version(actor, service, guide)
    return True


def relate(content: Mapping[str, Any]) -> bool:
    """Tie a written service to its related ones; those that do not exist are left out. Whether anything changed."""
    service = PublicService.objects.get(slug=content["slug"])
    related = set(
        PublicService.objects.filter(slug__in=content.get("related") or []).values_list("id", flat=True)
    )
    missing = related - set(service.related.values_list("id", flat=True))
    service.related.add(*PublicService.objects.filter(id__in=missing))
    return bool(missing)


def _values(content: Mapping[str, Any]) -> dict[str, Any]:
    department = _department(content.get("department"))
    values: dict[str, Any] = {
        "department": department,
        "jurisdiction": department.jurisdiction,
        "task_code": content.get("task_code") or None,
        "catalog_code": str(content.get("catalog_code") or ""),
        "source": str(content.get("source") or ""),
    }
    return values | ({"popularity": int(content["popularity"])} if "popularity" in content else {})


def _department(named: Department | str | None) -> Department:
    """One that is closed means who took over from it: files and drafts may be older than that."""
    if isinstance(named, Department):
        return named
    known = Department.objects.select_related("jurisdiction").filter(code=named).first()
    found = (heir_of(known) or known) if known is not None else None
    if found is None:
        message = _("There is no department %(code)s.") % {"code": named}
        raise Invalid(message, fields={"department": message})
    return found


def _file_under(service: PublicService, content: Mapping[str, Any]) -> bool:
    """Topics and stages as written; whether they were others before. Raises Invalid for an unknown code."""
    wanted = [
        (audience, str(code)) for audience, codes in (content.get("topics") or {}).items() for code in codes
    ]
    topics = [topic for topic in Topic.objects.all() if (topic.audience, topic.code) in wanted]
    codes = [str(code) for code in content.get("stages") or []]
    stages = list(LifeStage.objects.filter(code__in=codes))
    if len(topics) < len(set(wanted)) or len(stages) < len(set(codes)):
        message = _("A topic or life stage is not known. Load the lists first, or mend the code.")
        raise Invalid(message, fields={"topics": message})
    before = {t.id for t in service.topics.all()} | {s.id for s in service.stages.all()}
    if before == {row.id for row in (*topics, *stages)}:
        return False
    service.topics.set(topics)
    service.stages.set(stages)
    return True
