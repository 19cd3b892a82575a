"""From a filled form to the action behind a verb."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from minben.cases.actions import application, checking, lacking, messages, rating, routing, together
from minben.cases.models import Case
from minben.foundation.access.actor import Actor
from minben.foundation.records.errors import Invalid

from .verb_kind import Given, Run

CHANNELS = [("phone", _("By phone")), ("visit", _("In person")), ("web", _("In writing"))]


WHO_READS = _("The person reads this.")


def chosen_department(given: Given, name: str = "department") -> uuid.UUID:
    found = given.id(name)
    if found is None:
        raise Invalid(_("Choose a department."), fields={name: _("Choose a department.")})
    return found


def run_dispatch(actor: Actor, case: Case, given: Given) -> object:
    return routing.dispatch(
        actor,
        case.id,
        department_id=chosen_department(given),
        co_department_ids=given.ids("co"),
        question=given.text("question"),
        first_signs=given.flag("first_signs"),
        note=given.text("note"),
        urgency=given.text("urgency"),
        version=given.version,
    )


def run_transfer(actor: Actor, case: Case, given: Given) -> object:
    return routing.transfer(
        actor,
        case.id,
        department_id=chosen_department(given),
        reason=given.text("reason"),
        version=given.version,
    )


def run_return(actor: Actor, case: Case, given: Given) -> object:
    return routing.return_(
        actor, case.id, reason=given.text("reason"), basis=given.text("basis"), version=given.version
    )


def run_merge(actor: Actor, case: Case, given: Given) -> object:
    return routing.merge(actor, case.id, into_number=given.text("into"), version=given.version)


def run_nuisance(actor: Actor, case: Case, given: Given) -> object:
    return routing.mark_nuisance(actor, case.id, nuisance=not case.nuisance, reason=given.text("reason"))


def run_write(actor: Actor, case: Case, given: Given) -> object:
    return messages.write(actor, case.id, text=given.text("text"), document_ids=given.stored(actor))


def run_note(actor: Actor, case: Case, given: Given) -> object:
    return messages.note(actor, case.id, text=given.text("text"), mention_ids=given.ids("mentions"))


def run_attach(actor: Actor, case: Case, given: Given) -> object:
    if not given.many("files"):
        raise Invalid(_("Choose a file."), fields={"files": _("Choose at least one file.")})
    return messages.attach(actor, case.id, document_ids=given.stored(actor), public=given.flag("public"))


def run_supply(actor: Actor, case: Case, given: Given) -> object:
    return application.supply(actor, case.id, text=given.text("text"), document_ids=given.stored(actor))


def run_ask_supplement(actor: Actor, case: Case, given: Given) -> object:
    return application.ask_supplement(
        actor, case.id, items=given.text("items").splitlines(), version=given.version
    )


def run_accept_lacking(actor: Actor, case: Case, given: Given) -> object:
    return lacking.accept_lacking(actor, case.id, materials=given.many("materials"), version=given.version)


def run_complete(actor: Actor, case: Case, given: Given) -> object:
    return lacking.complete(actor, case.id, text=given.text("text"), document_ids=given.stored(actor))


def run_ask_department(actor: Actor, case: Case, given: Given) -> object:
    return together.ask_department(
        actor,
        case.id,
        department_id=chosen_department(given),
        question=given.text("question"),
        days=given.number("days"),
        document_ids=given.ids("files"),
        version=given.version,
    )


def run_hand_over(actor: Actor, case: Case, given: Given) -> object:
    return together.offer_hand_over(actor, case.id, to_id=given.id("colleague"), note=given.text("note"))


def run_meet(actor: Actor, case: Case, given: Given) -> object:
    return together.meet(
        actor, case.id, text=given.text("text"), present=given.ids("present"), day=given.text("day")
    )


def run_call_back(actor: Actor, case: Case, given: Given) -> object:
    return checking.call_back(
        actor,
        case.id,
        resolved=given.text("resolved"),
        note=given.text("note"),
        channel=given.text("channel") or "phone",
        version=given.version,
    )


def run_rate(actor: Actor, case: Case, given: Given) -> object:
    return rating.rate(
        actor,
        case.id,
        level=given.number("level"),
        reasons=given.many("reasons"),
        comment=given.text("comment"),
        channel="phone",
    )


def plain(action: Callable[..., object]) -> Run:
    """An action that needs nothing but the version."""
    return lambda actor, case, given: action(actor, case.id, version=given.version)


def with_text(action: Callable[..., object], *names: str) -> Run:
    """An action that takes these texts under their own names, and the version."""
    return lambda actor, case, given: action(
        actor, case.id, **{name: given.text(name) for name in names}, version=given.version
    )
