"""An application filled in for somebody at a counter or on the telephone (代辦).

The form stands on the record of the person until it is sent: any colleague who may help with the service goes on with it.
What is sent is judged as everywhere, belongs to the person, and says who filled it in.
"""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from minben.agencies.queries import city_name
from minben.cases.applications import offered, prefilling
from minben.cases.applications.helping import WAY, Way, kept, way_of
from minben.cases.applications.matter import Matter
from minben.cases.applications.offered import CHOSEN
from minben.cases.applications.parts import parts_of
from minben.cases.applications.prefilling import Known
from minben.cases.intake import Submitted
from minben.cases.models import Case, Draft
from minben.catalog.forms import Kind, Question
from minben.channels.actions import send
from minben.foundation.access.actor import SYSTEM, Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.files.models import Document
from minben.foundation.records.errors import Conflict, Invalid, Missing
from minben.foundation.records.translated import localized
from minben.parties.actions import number_for_a_form
from minben.parties.queries import phone_region, profile
from minben.payments import actions as payments

from . import draft, handing_in
from .apply import judged
from .draft import FILES, Held
from .signing import waiting_link

CHANNELS = ("counter", "phone")
ANSWERS = "answers"


@dataclasses.dataclass(frozen=True)
class Helped:
    """A form as the clerk has it before them. ``known``: what the record fills, by question."""

    held: Held
    matter: Matter
    known: Mapping[str, Known]
    way: Way

    @property
    def questions(self) -> tuple[Question, ...]:
        return self.matter.questions

    @property
    def answers(self) -> dict[str, Any]:
        """As they were typed, right or wrong, with the files in their places."""
        given = dict(self.held.data.get(ANSWERS, {}))
        for question in self.questions:
            if question.kind == Kind.FILE:
                given[question.key] = [
                    f["id"] for f in self.held.data.get(FILES, []) if f["question"] == question.key
                ]
        return {q.key: given[q.key] for q in self.questions if q.key in given}

    def known_number(self, question: Question) -> bool:
        """Is there a number on record that may stand for the answer?"""
        known = self.known.get(question.key)
        return known is not None and known.number_id is not None

    def from_record(self, question: Question) -> bool:
        """Left open because the number on record is to be used."""
        return self.known_number(question) and not self.answers.get(question.key)


def begin(
    actor: Actor,
    party_id: uuid.UUID,
    matter: Matter,
    *,
    channel: str,
    external_id: str = "",
    language: str = "",
) -> Held:
    """A form for somebody on record, with what is known of them filled in.

    Raises Refused for what another department answers for, Invalid at ``channel``.
    """
    require(actor, "case.assist", matter.offer)
    require(actor, "party.read", party_id)
    if channel not in CHANNELS:
        raise Invalid(_("Some answers need another look."), fields={"channel": _("Choose the channel.")})
    who = profile(party_id)
    found = prefilling.known_of(who, matter.questions)
    way = Way(channel, who.language or language or actor.language, party_id, external_id[:80], actor)
    data: dict[str, Any] = {
        ANSWERS: {key: known.value for key, known in found.items() if known.value},
        WAY: kept(way),
    }
    if matter.event is not None:
        data[CHOSEN] = matter.chosen
    held = draft.begin(actor, matter.form, data, party_id=who.party["id"])
    trail.wrote(actor, "application.begun", subject=("party", party_id), after=_told(matter))
    return held


def _told(matter: Matter) -> dict[str, str]:
    """For the trail: what the form is for."""
    return {"service" if matter.event is None else "event": matter.offer.slug}


def opened(actor: Actor, token: str) -> Helped:
    """A form that staff fill in for somebody. Raises Missing for any other draft."""
    require(actor, "case.assist")
    held = draft.load(actor, token)
    if held.party_id is None:
        raise Missing(_("There is no such form here. It was given up, or not touched for 30 days."))
    matter = offered.of_form(held.form, held.data if held.case is None else _sent_parts(held.case))
    known = prefilling.known_of(profile(held.party_id), matter.questions)
    return Helped(held, matter, known, way_of(held.data))


def _sent_parts(case: Case) -> dict[str, list[str]]:
    """What was written is forgotten when it was sent; the case knows its parts."""
    return {CHOSEN: [part.key for part in parts_of(case)]}


def row_of(held: Held) -> Draft:
    return handing_in.row_of(held)


def write(actor: Actor, token: str, answers: Mapping[str, Any]) -> Helped:
    """Keep what was typed, right or wrong. Raises Conflict once it was sent or waits for a fee or a signature."""
    before = opened(actor, token)
    _still_open(before.held)
    way = dataclasses.replace(before.way, helper=actor)
    draft.save(actor, token, {ANSWERS: dict(answers), WAY: kept(way)})
    return opened(actor, token)


def attach(actor: Actor, token: str, documents: Sequence[Document], *, question: str) -> None:
    """Scans for one question, bound to the material that it proves."""
    _still_open(opened(actor, token).held)
    draft.add_files(actor, token, documents, question=question)


def take_out(actor: Actor, token: str, document_id: str) -> None:
    _still_open(opened(actor, token).held)
    draft.remove_file(actor, token, document_id)


def checked(helped: Helped) -> dict[str, Any]:
    """The answers judged but for what is promised at the end. Raises Invalid at ``answers.<question>``."""
    asked = tuple(q for q in _without_numbers(helped) if q.kind != Kind.PROMISE)
    own = {q.key for q in asked}
    given = {key: value for key, value in helped.answers.items() if key in own}
    return judged(asked, given, region=phone_region())


def _without_numbers(helped: Helped) -> tuple[Question, ...]:
    """The questions, those of numbers on record not demanded: nothing is opened before all else is right."""
    return tuple(
        dataclasses.replace(q, required=False) if helped.from_record(q) else q for q in helped.questions
    )


def hand_in(actor: Actor, token: str, promised: Mapping[str, Any]) -> Submitted | None:
    """Send it, judged as a whole with what the person promised; None while it waits for a fee or for others to sign.

    Raises Invalid at ``answers.<question>``.
    """
    helped = opened(actor, token)
    if helped.held.case is not None:
        return draft.answer_of(helped.held.case)
    answers = helped.answers | dict(promised)
    judged(_without_numbers(helped), answers, region=phone_region())
    cleaned = judged(helped.questions, answers | _numbers(actor, helped), region=phone_region())
    way = dataclasses.replace(helped.way, helper=actor)
    handing_in.make_ready(actor, token, helped.matter, cleaned, way=way)
    return handing_in.go_on(row_of(helped.held).id)


def change_again(actor: Actor, token: str) -> None:
    """What waits is to be changed: whoever signed is asked again, what was paid stays paid."""
    opened(actor, token)
    handing_in.change_again(actor, token)


def waive_before(actor: Actor, token: str, *, reason: str) -> Submitted | None:
    """The person need not pay what stands before the sending; an officer of the department that answers for it decides.

    Raises Refused, Invalid without a reason, Conflict when nothing is owed.
    """
    row = row_of(opened(actor, token).held)
    require(actor, "case.waive_before", row)
    payments.waive_before(actor, row.id, reason=reason)
    return handing_in.go_on(row.id)


def tell(actor: Actor, token: str) -> bool:
    """Send the person the address of their waiting form; whether something goes out. No more than that is in it."""
    helped = opened(actor, token)
    if handing_in.ready_of(helped.held) is None:
        raise Conflict(_("The form is being changed. Check the answers and send it again."))
    language = helped.way.language
    sent = send(
        SYSTEM,
        "form_waits",
        kind="service",
        party_id=helped.held.party_id,
        language=language,
        asked_for=True,
        variables={
            "title": str(localized(helped.matter.name, language)),
            "link": waiting_link(helped.held, language),
            "city": city_name(),
        },
    )
    return sent is not None


def give_up(actor: Actor, token: str) -> None:
    """The person does not want it any more: nothing of it stays but that it was begun."""
    helped = opened(actor, token)
    if helped.held.case is not None:
        raise Conflict(_("This form was sent already."))
    draft.forget(actor, token)
    party_id = helped.held.party_id
    assert party_id is not None
    trail.wrote(actor, "application.given_up", subject=("party", party_id), after=_told(helped.matter))


def _numbers(actor: Actor, helped: Helped) -> dict[str, str]:
    """Numbers on record in the places that were left open for them."""
    party_id = helped.held.party_id
    assert party_id is not None
    asked = [q for q in helped.questions if q.asked(helped.answers) and helped.from_record(q)]
    found = {q.key: helped.known[q.key].number_id for q in asked}
    return {key: number_for_a_form(actor, one, party_id=party_id) for key, one in found.items() if one}


def _still_open(held: Held) -> None:
    if held.case is not None:
        raise Conflict(_("This form was sent already."))
    if handing_in.ready_of(held) is not None:
        raise Conflict(_("It waits for a fee or a signature. Change it from there."))
