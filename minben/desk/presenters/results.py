"""Results that are to be posted or handed over: the list, and one of them."""

from __future__ import annotations

import csv
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from minben.agencies.models import Office
from minben.agencies.queries import department_names
from minben.cases.applications import deliveries
from minben.cases.applications.deliveries import DONE, TO_DO, Filter
from minben.cases.models import Case, ResultDelivery
from minben.desk.forms.results import PARTS, NarrowForm, Part
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import allowed
from minben.foundation.records.errors import Text
from minben.foundation.records.translated import localized

from .export import Echo, safe

State, Way = ResultDelivery.State, ResultDelivery.Way
TONES = {State.RETURNED: "error", State.READY: "warning", State.POSTED: "success", State.HANDED: "success"}
LABELS = dict(State.choices) | {
    State.CHOSEN: _("Not decided yet"),
    State.WAITING: _("To be done"),
}


@dataclass(frozen=True)
class Line:
    """A row of the list. ``part``: what can be done with it next."""

    delivery: ResultDelivery
    state: Text
    tone: str
    part: Part | None


def asked_for(query: QueryDict) -> Filter:
    """What the address narrows to; what cannot be read narrows nothing."""
    way = Way.PICKUP if query.get("way") == Way.PICKUP else Way.POST
    done = bool(query.get("done"))
    states = DONE if done else TO_DO
    state = query.get("state", "")
    return Filter(
        way,
        done,
        _key(query.get("office", "")),
        _key(query.get("department", "")),
        state if state in states else "",
    )


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def tabs(asked: Filter) -> list[dict[str, object]]:
    """To post, to hand over, and what is done of both."""
    here = reverse("desk:results")
    told = (
        (_("To post"), Way.POST, False),
        (_("To hand over"), Way.PICKUP, False),
        (_("Posted"), Way.POST, True),
        (_("Handed over"), Way.PICKUP, True),
    )
    return [
        {
            "label": label,
            "href": f"{here}?way={way}" + ("&done=1" if done else ""),
            "current": (way, done) == (asked.way, asked.done),
        }
        for label, way, done in told
    ]


def narrowing(actor: Actor, asked: Filter, query: QueryDict) -> NarrowForm:
    """Offices, departments and states to choose from: of the actor's own."""
    mine = deliveries.reach(actor)
    offices = Office.objects.filter(active=True, department_id__in=mine).order_by("code")
    fetched = asked.way == Way.PICKUP
    names = department_names(mine)
    states: list[tuple[str, Text]] = [
        (state, LABELS[state]) for state in (*(DONE if asked.done else TO_DO),) if _fits(state, fetched)
    ]
    return NarrowForm(
        query,
        offices=[(str(one.id), str(localized(one.name))) for one in offices] if fetched else [],
        departments=[(str(key), name) for key, name in names.items()] if len(names) > 1 else [],
        states=states if len(states) > 1 else [],
    )


def _fits(state: str, fetched: bool) -> bool:
    return state not in ((State.RETURNED, State.POSTED) if fetched else (State.READY, State.HANDED))


def lines(actor: Actor, rows: Iterable[ResultDelivery]) -> list[Line]:
    """Each with the first thing that the actor can do now."""
    return [
        Line(
            row,
            LABELS[State(row.state)],
            TONES.get(State(row.state), "neutral"),
            next(iter(_parts(row)), None),
        )
        for row in rows
    ]


def _parts(row: ResultDelivery) -> list[Part]:
    """What its state allows; what was said already comes last."""
    fits = [part for part in PARTS.values() if part.way == row.way and row.state in part.states]
    return sorted(fits, key=lambda part: part.name == "ready" and row.state == State.READY)


def parts_for(actor: Actor, row: ResultDelivery) -> list[Part]:
    """What the actor can do with it now."""
    return [part for part in _parts(row) if allowed(actor, f"case.{part.verb}", row.case)]


def csv_lines(rows: Iterable[ResultDelivery]) -> Iterator[str]:
    """As a spreadsheet reads it, with the marks of formulas taken away."""
    writer = csv.writer(Echo())
    heads = (
        _("Number"), _("Request"), _("State"), _("Due"), _("Name"), _("Address"), _("Telephone"), _("Office"),
        _("Who fetches it"), _("Number of the registered letter"),
    )  # fmt: skip
    yield "\ufeff" + writer.writerow([safe(str(head)) for head in heads])
    for row in rows:
        cells = (
            row.case.number,
            row.case.title,
            str(LABELS[State(row.state)]),
            date_format(localtime(row.due_at), "Y-m-d H:i") if row.due_at else "",
            row.recipient or (row.case.party.name if row.case.party else ""),
            row.address,
            row.phone,
            str(localized(row.office.name)) if row.office else "",
            row.collector,
            row.tracking,
        )
        yield writer.writerow([safe(cell) for cell in cells])


def said_before(case: Case) -> dict[str, str]:
    """What was chosen, else what is known of where the person gets post."""
    row = deliveries.chosen(case)
    name = case.party.name if case.party else ""
    if row is None:
        return {"way": Way.ACCOUNT, "recipient": name, "address": deliveries.known_address(case)}
    return {
        "way": row.way,
        "recipient": row.recipient or name,
        "address": row.address or deliveries.known_address(case),
        "phone": row.phone,
        "office": str(row.office_id or ""),
        "collector": row.collector,
    }
