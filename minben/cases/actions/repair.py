"""Putting right what a bad rating says (差評整改): contact, repair, proof by a call back; or an appeal.

A rating that was wrong or malicious can be appealed by the department. Somebody else decides. The rating stays on record
and is counted in every rate, whatever comes of the appeal (國辦發〔2019〕51號).
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minben.agencies.queries import calendar_of
from minben.cases.course.starting import above
from minben.cases.intake import clean
from minben.cases.limits import limit_for
from minben.cases.limits.escalating import rules
from minben.cases.limits.subjects import Sort
from minben.cases.models import Interaction, Kind, RepairCase, Urgency
from minben.cases.ratings.repairing import KEY, RepairStep, owner_of, repair_step
from minben.foundation.access.actor import Actor
from minben.foundation.records.errors import Conflict, Invalid, Text
from minben.processes.actions import clocks

from .saying import need

State = RepairCase.State
APPEAL = "appeal"
SATISFIED = {
    "yes": _("Satisfied now"),
    "partly": pgettext_lazy("rating put right", "Partly"),
    "no": _("Still dissatisfied"),
    "away": _("Not reached"),
}
MOST = 2000


def repair_contact(actor: Actor, repair_id: uuid.UUID, *, note: str, channel: str = "phone") -> RepairCase:
    """Whoever rated was asked what went wrong."""
    _words(note, "note", _("Write down what the person said, or how you tried to reach them."))
    with repair_step(actor, repair_id, "repair_contact") as s:
        s.repair.contacted_at, s.repair.contact_note, s.text = s.now, clean(note), clean(note)
        _kept(s, note, channel, "call")
    return s.repair


def repair_work(actor: Actor, repair_id: uuid.UUID, *, result: str) -> RepairCase:
    """What was put right, and how. The person reads it once they were called back."""
    _words(result, "result", _("Say what was put right, and how."))
    with repair_step(actor, repair_id, "repair_work") as s:
        s.repair.result, s.text = clean(result), clean(result)
    return s.repair


def repair_proof(
    actor: Actor, repair_id: uuid.UUID, *, satisfied: str, proof: str, channel: str = "phone"
) -> RepairCase:
    """The person was called back: what they said is the proof, and ends the repair.

    Raises Invalid without their words, or without how satisfied they are now.
    """
    if satisfied not in SATISFIED:
        raise Invalid(
            _("Some answers need another look."), fields={"satisfied": _("Choose what the person said.")}
        )
    _words(proof, "proof", _("Write down what the person said when called back, and when that was."))
    with repair_step(actor, repair_id, "repair_proof") as s:
        repair = s.repair
        repair.satisfied, repair.proof = satisfied, clean(proof)
        repair.state, repair.called_back_at, repair.done_at = State.DONE, s.now, s.now
        clocks.finish_clocks(repair.id, {KEY}, now=s.now)
        s.text, s.public, s.data["satisfied"] = repair.result, True, satisfied
        _kept(s, proof, channel, "callback")
    return repair


def repair_again(actor: Actor, repair_id: uuid.UUID, *, note: str) -> RepairCase:
    """The person was called back and it is not settled: it is worked on again, by the same date."""
    _words(note, "note", _("Write down what is still open."))
    with repair_step(actor, repair_id, "repair_again") as s:
        s.text = clean(note)
    return s.repair


def appeal_rating(actor: Actor, repair_id: uuid.UUID, *, reason: str) -> RepairCase:
    """The rating is wrong or malicious, says the department: somebody else decides. Once.

    The time of the repair stands still until then.
    """
    _words(reason, "reason", _("Say why the rating is wrong or malicious, with what shows it."))
    with repair_step(actor, repair_id, "appeal_rating") as s:
        repair = s.repair
        if repair.appealed_at is not None:
            raise Conflict(_("This rating was appealed already. There is one appeal."))
        repair.state, repair.appeal, repair.appealed_at = State.APPEALED, clean(reason), s.now
        repair.appealed_by, repair.appeal_department_id = actor.staff_id, above(owner_of(repair).id)
        repair.appeal_due_at = _begin_appeal(repair, s)
        s.text = clean(reason)
    return repair


def uphold_appeal(actor: Actor, repair_id: uuid.UUID, *, reason: str) -> RepairCase:
    """The department is right: nothing has to be put right. The rating stays, with the reason beside it."""
    _words(reason, "reason", _("Say what shows that the rating is wrong."))
    with repair_step(actor, repair_id, "uphold_appeal") as s:
        _decided(s, reason, upheld=True)
        s.repair.state, s.repair.done_at = State.UPHELD, s.now
        clocks.cancel_clocks(s.repair.id, now=s.now)
    return s.repair


def reject_appeal(actor: Actor, repair_id: uuid.UUID, *, reason: str) -> RepairCase:
    """The rating holds: it is put right now. The time that the decision took is added in working days."""
    _words(reason, "reason", _("Say why the rating holds."))
    with repair_step(actor, repair_id, "reject_appeal") as s:
        repair = s.repair
        repair.state = State.OPEN
        _decided(s, reason, upheld=False)
        calendar, share = calendar_of(owner_of(repair).jurisdiction), rules(Sort.REPAIR).share
        moved = clocks.resume_clock(repair.id, KEY, now=s.now, calendar=calendar, warn_share=share)
        repair.due_at = moved or repair.due_at
    return repair


def _decided(s: RepairStep, reason: str, *, upheld: bool) -> None:
    s.repair.upheld, s.repair.decision = upheld, clean(reason)
    s.repair.decided_by, s.repair.decided_at, s.text = s.actor.staff_id, s.now, clean(reason)
    clocks.finish_clocks(s.repair.id, {APPEAL}, now=s.now)


def _begin_appeal(repair: RepairCase, s: RepairStep) -> dt.datetime:
    """The time of the repair stands still, that of the decision runs; returns when it ends."""
    owner = owner_of(repair)
    clocks.pause_clock(repair.id, KEY, reason="", now=s.now)
    clock = clocks.start_clock(
        repair.id,
        APPEAL,
        limit_for(APPEAL, kind=Kind.COMPLAINT, urgency=Urgency.E2, place=owner.jurisdiction_id),
        started_at=s.now,
        calendar=calendar_of(owner.jurisdiction),
        department_id=repair.appeal_department_id,
        warn_share=rules(Sort.REPAIR).share,
    )
    return clock.due_at


def _kept(s: RepairStep, text: str, channel: str, kind: str) -> None:
    """A contact of the person's story, where the case says who that is."""
    case = s.repair.rating.case
    if case is not None:
        Interaction.objects.create(
            party_id=case.party_id,
            case_id=case.id,
            direction=Interaction.Direction.OUT,
            channel=channel,
            kind=kind,
            summary=clean(text)[:300],
            body=clean(text),
            staff_id=s.actor.staff_id,
        )


def _words(text: str, field: str, message: Text) -> None:
    need(text, field, message)
    if len(text) > MOST:
        wrong = _("At most %(most)d characters fit.") % {"most": MOST}
        raise Invalid(wrong, fields={field: wrong})
