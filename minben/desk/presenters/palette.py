"""The command palette: what can be done here, where one can go, whom and what one can open."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from minben.cases import queries
from minben.cases.models import Case
from minben.catalog.queries import search as knowledge
from minben.desk.forms.verbs import VERBS
from minben.desk.navigation import links
from minben.desk.templatetags.desk_words import knowledge_address
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import allowed
from minben.foundation.audit import trail
from minben.foundation.records.errors import Missing, Text
from minben.foundation.textsearch import fold
from minben.parties.queries import find

MOST = 5
MORE_PLACES: tuple[tuple[Text, str, str], ...] = (
    (gettext_lazy("Guided tour"), "desk:tour", "desk.open"),
    (gettext_lazy("Saved views"), "desk:views", "case.list"),
    (gettext_lazy("Password and second step"), "desk:security", "desk.open"),
)


@dataclass(frozen=True)
class Choice:
    label: str
    href: str
    icon: str
    note: str = ""


@dataclass(frozen=True)
class Group:
    name: str
    choices: list[Choice]


def palette(actor: Actor, text: str, case_id: uuid.UUID | None) -> list[Group]:
    """Groups that hold something, the nearest first. People and cases only when something was typed."""
    groups = [
        Group(_("On this case"), _actions(actor, text, case_id)),
        Group(_("Go to"), _places(actor, text)),
    ]
    if len(text) > 1:
        groups += [
            Group(_("Cases"), _cases(actor, text)),
            Group(_("People"), _people(actor, text)),
            Group(_("Knowledge and services"), _knowledge(text)),
        ]
    return [group for group in groups if group.choices]


def _fits(label: str, text: str) -> bool:
    return all(word in fold(label) for word in fold(text).split())


def _actions(actor: Actor, text: str, case_id: uuid.UUID | None) -> list[Choice]:
    case = _case(actor, case_id)
    if case is None:
        return []
    possible = queries.verbs_for(actor, case) | queries.side_verbs_for(actor, case, queries.rating_of(case))
    return [
        Choice(str(verb.label), reverse("desk:verb", args=[case.id, verb.name]), verb.icon, case.number)
        for verb in VERBS.values()
        if verb.name in possible and _fits(str(verb.label), text)
    ]


def _case(actor: Actor, case_id: uuid.UUID | None) -> Case | None:
    if case_id is None or not allowed(actor, "case.list"):
        return None
    try:
        return queries.case_for(actor, case_id)
    except Missing:
        return None


def _places(actor: Actor, text: str) -> list[Choice]:
    found = [Choice(str(e.label), e.href, e.icon, e.keys if e.key else "") for e in links(actor, "")]
    more = [
        Choice(str(label), reverse(name), "list")
        for label, name, policy in MORE_PLACES
        if allowed(actor, policy)
    ]
    return [choice for choice in (*found, *more) if _fits(choice.label, text)]


def _cases(actor: Actor, text: str) -> list[Choice]:
    if not allowed(actor, "case.list"):
        return []
    rows = queries.search_cases(actor, text, limit=MOST)
    trail.saw(actor, "desk.palette", kind="case", ids=[case.id for case in rows])
    return [
        Choice(c.title, reverse("desk:case", args=[c.id]), "case", f"{c.number} · {c.get_status_display()}")
        for c in rows
    ]


def _people(actor: Actor, text: str) -> list[Choice]:
    if not allowed(actor, "party.find"):
        return []
    rows = find(text, MOST)
    trail.saw(actor, "desk.palette", kind="party", ids=[party.id for party in rows])
    return [
        Choice(party.name or _("Name unknown"), reverse("desk:party", args=[party.id]), "person")
        for party in rows
    ]


def _knowledge(text: str) -> list[Choice]:
    found = knowledge(text, get_language() or "zh-hant", audience="staff", size=MOST)
    return [
        Choice("".join(piece for piece, _hit in hit.title), knowledge_address(hit), "book")
        for hit in found.hits
    ]
