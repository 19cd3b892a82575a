"""Answer templates: which fit a case, and how their variables are filled. The list of variables is closed."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet, Value
from django.utils import formats, timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from minben.agencies.models import Department
from minben.agencies.queries import city_name
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import allowed, require
from minben.foundation.access.roles import CASE_ROLES, Role
from minben.foundation.records.errors import Missing, Text
from minben.foundation.records.translated import localized
from minben.foundation.textsearch import fold

from .models import AnswerTemplate, Case

MOST = 200
SHOWN = 12
EDITORS = (Role.SUPERVISOR, Role.EDITOR)
_MARK = re.compile(r"\{\{\s*(\w*)\s*\}\}")


@dataclass(frozen=True)
class Filled:
    """A template with the words of one case in it."""

    id: uuid.UUID
    name: str
    text: str
    language: str
    own: bool


def _name(case: Case, _actor: Actor) -> str:
    known = case.party.name if case.party_id and case.party else ""
    return known or pgettext("salutation of somebody whose name is not kept", "Sir or Madam")


def _department(case: Case, _actor: Actor) -> str:
    return str(localized(case.department.name)) if case.department else str(_("Hotline centre"))


def _due(case: Case, _actor: Actor) -> str:
    return formats.date_format(timezone.localtime(case.promised_at)) if case.promised_at else "–"


VARIABLES: dict[str, tuple[Text, Callable[[Case, Actor], str]]] = {
    "number": (_("Number of the case"), lambda case, _a: case.number),
    "title": (_("What was asked"), lambda case, _a: case.title),
    "name": (_("Name of the person"), _name),
    "department": (_("Department that holds the case"), _department),
    "due": (_("Promised date"), _due),
    "today": (_("Today"), lambda _c, _a: formats.date_format(timezone.localdate())),
    "city": (_("Name of the city"), lambda _c, _a: city_name()),
    "clerk": (_("Your name"), lambda _c, actor: actor.name),
}


def unknown_variables(text: str) -> list[str]:
    """Names in ``{{…}}`` that nobody fills."""
    return [name for name in dict.fromkeys(_MARK.findall(text)) if name not in VARIABLES]


def filled(text: str, case: Case, actor: Actor) -> str:
    """``text`` with what the case says, in the active language. A value is never read for marks again."""
    return _MARK.sub(lambda found: _value(found.group(1), case, actor), text)


def _value(name: str, case: Case, actor: Actor) -> str:
    known = VARIABLES.get(name)
    return known[1](case, actor) if known else ""


def templates_for(actor: Actor, case: Case, use: str, text: str = "") -> list[Filled]:
    """Those that fit the case, filled in the language of the person: the nearest topic and one's own first."""
    require(actor, "template.read")
    mine = Q(department_id__isnull=True) | Q(department_id__in=actor.departments(*CASE_ROLES))
    fits = Q(topic="") | Q(wanted__startswith=F("topic"))
    rows = AnswerTemplate.objects.annotate(wanted=Value(case.topic)).filter(
        mine, fits, use__in=("", use), active=True
    )
    nearest = sorted(rows[:MOST], key=lambda row: (-len(row.topic), row.department_id is None, row.use == ""))
    with translation.override(case.language):
        found = [_filled(row, case, actor) for row in nearest]
    return [one for one in found if _holds(one, text)][:SHOWN]


def template_text(actor: Actor, case: Case, template_id: uuid.UUID) -> str:
    """The words of one template for a case; "" when it is not there for this actor."""
    rows = AnswerTemplate.objects.filter(pk=template_id, active=True)
    row = rows.filter(
        Q(department_id__isnull=True) | Q(department_id__in=actor.departments(*CASE_ROLES))
    ).first()
    if row is None:
        return ""
    with translation.override(case.language):
        return _filled(row, case, actor).text


def templates_of(actor: Actor, *, text: str = "", withdrawn: bool = False) -> list[AnswerTemplate]:
    """What ``actor`` may edit or use, for the screen that keeps them; by name."""
    require(actor, "template.read")
    rows: QuerySet[AnswerTemplate] = AnswerTemplate.objects.filter(active=not withdrawn)
    seen = rows.filter(Q(department_id__isnull=True) | Q(department_id__in=actor.departments()))
    found = [row for row in seen.order_by("topic", "id")[:MOST] if _holds_words(_words(row), text)]
    return sorted(found, key=lambda row: str(localized(row.name)))


def template_of(actor: Actor, template_id: uuid.UUID) -> AnswerTemplate:
    """Raises Missing for one of a department that is not the actor's."""
    require(actor, "template.read")
    row = AnswerTemplate.objects.filter(pk=template_id).first()
    if row is None or (row.department_id and row.department_id not in actor.departments()):
        raise Missing(_("There is no such template."))
    return row


def editable_departments(actor: Actor) -> frozenset[uuid.UUID]:
    """Where ``actor`` keeps templates."""
    return actor.departments(*EDITORS)


def edits_for_all(actor: Actor) -> bool:
    """Templates of the whole jurisdiction: editors, and supervisors at its head."""
    if not allowed(actor, "template.edit"):
        return False
    led = actor.departments(Role.SUPERVISOR)
    return actor.has(Role.EDITOR) or Department.objects.filter(id__in=led, parent_id__isnull=True).exists()


def _filled(row: AnswerTemplate, case: Case, actor: Actor) -> Filled:
    body = localized(row.body)
    text = filled(str(body), case, actor)
    return Filled(row.id, str(localized(row.name)), text, body.language, row.department_id is not None)


def _holds(one: Filled, text: str) -> bool:
    return _holds_words([one.name, one.text], text)


def _words(row: AnswerTemplate) -> list[str]:
    return [
        str(value) for field in (row.name, row.body) for value in field.values() if isinstance(value, str)
    ]


def _holds_words(where: Iterable[str], text: str) -> bool:
    held = fold(" ".join(where))
    return all(word in held for word in fold(text).split())
