"""Writing answer templates, withdrawing them, loading those of a practice city."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from minben.cases.answering import editable_departments, edits_for_all, unknown_variables
from minben.cases.intake import BODY_MOST
from minben.cases.models import AnswerTemplate
from minben.foundation.access.actor import Actor, ActorKind
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid, Missing, Refused
from minben.foundation.records.ids import new_id
from minben.foundation.records.texts import listed
from minben.foundation.records.translated import LANGUAGES, convert_script

FIELDS = ("name", "body", "topic", "use", "department_id")


def write_template(
    actor: Actor,
    *,
    name: Mapping[str, str],
    body: Mapping[str, str],
    topic: str = "",
    use: str = "",
    department_id: uuid.UUID | None = None,
    template_id: uuid.UUID | None = None,
    version: int | None = None,
) -> AnswerTemplate:
    """Write a new template, or over an old one.

    Raises Invalid for an empty or unknown part, Conflict when a colleague changed it since ``version``, Refused
    for a department where ``actor`` keeps none.
    """
    _check(name, body)
    _may(actor, department_id)
    with transaction.atomic():
        row = _locked(actor, template_id, version)
        before = {field: getattr(row, field) for field in FIELDS} if template_id else {}
        row.name, row.body = _texts(name), _texts(body)
        row.topic, row.use, row.department_id = topic[:120], use, department_id
        row.version += 1 if template_id else 0
        row.save()
        after = {field: getattr(row, field) for field in FIELDS}
        trail.wrote(actor, "template.written", subject=("template", row.id), before=before, after=after)
    return row


def set_active(actor: Actor, template_id: uuid.UUID, *, active: bool) -> AnswerTemplate:
    """Withdraw a template, or take that back."""
    with transaction.atomic():
        row = _locked(actor, template_id, None)
        _may(actor, row.department_id)
        row.active = active
        row.version += 1
        row.save(update_fields=["active", "version"])
        action = "template.restored" if active else "template.withdrawn"
        trail.wrote(actor, action, subject=("template", row.id))
    return row


def load_answers(actor: Actor, path: Path) -> int:
    """Load a file of templates; what is there already under its code stays as it is. Returns how many are new."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))["templates"]
    known = set(AnswerTemplate.objects.exclude(code="").values_list("code", flat=True))
    made = [_loaded(row) for row in rows if row["code"] not in known]
    with transaction.atomic():
        AnswerTemplate.objects.bulk_create(made)
        for one in made:
            trail.wrote(actor, "template.written", subject=("template", one.id))
    return len(made)


def _loaded(row: Mapping[str, Any]) -> AnswerTemplate:
    _check(row["name"], row["body"])
    return AnswerTemplate(
        code=row["code"],
        name=_texts(row["name"]),
        body=_texts(row["body"]),
        topic=row.get("topic", ""),
        use=row.get("use", ""),
    )


def _texts(given: Mapping[str, str]) -> dict[str, Any]:
    """What was written; the other Chinese script is converted and marked so."""
    texts: dict[str, Any] = {key: given[key].strip() for key in LANGUAGES if given.get(key, "").strip()}
    pair = {"zh-hans": "zh-hant", "zh-hant": "zh-hans"}
    origin = {to: "converted" for to, source in pair.items() if to not in texts and source in texts}
    texts |= {to: convert_script(texts[pair[to]], to) for to in origin}
    return texts | ({"_origin": origin} if origin else {})


def _check(name: Mapping[str, str], body: Mapping[str, str]) -> None:
    for field, texts in (("name", name), ("body", body)):
        if not any(text.strip() for text in texts.values()):
            message = _("Write it in one language at least.")
            raise Invalid(message, fields={field: message})
    for text in body.values():
        if len(text) > BODY_MOST:
            message = _("This is too long for an answer.")
            raise Invalid(message, fields={"body": message})
        if unknown := unknown_variables(text):
            message = _("Nobody fills %(names)s. Choose from the list of variables.")
            said = message % {"names": listed(f"{{{{{name}}}}}" for name in unknown)}
            raise Invalid(said, fields={"body": said})


def _may(actor: Actor, department_id: uuid.UUID | None) -> None:
    require(actor, "template.edit")
    if actor.kind == ActorKind.SYSTEM:
        return
    if department_id is None and not edits_for_all(actor):
        raise Refused(_("Templates for the whole city are kept by editors."))
    if department_id is not None and department_id not in editable_departments(actor):
        raise Refused(_("You keep templates of your own departments only."))


def _locked(actor: Actor, template_id: uuid.UUID | None, version: int | None) -> AnswerTemplate:
    if template_id is None:
        return AnswerTemplate(id=new_id())
    row = AnswerTemplate.objects.select_for_update().filter(pk=template_id).first()
    if row is None:
        raise Missing(_("There is no such template."))
    _may(actor, row.department_id)
    if version is not None and version != row.version:
        raise Conflict(_("A colleague changed this template while you had it open. Look at it again."))
    return row
