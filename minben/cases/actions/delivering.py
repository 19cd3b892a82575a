"""How a result reaches the person: chosen, posted, laid ready, handed over, come back.

Posting or handing over *is* the step “deliver” of the case, so that the clock of delivery (行政許可法 art. 44) is ended in one
place. After it the case may be closed; what happens to the letter then is only written down and told.
"""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Office
from minben.cases.applications import deliveries
from minben.cases.course.stepping import touch
from minben.cases.intake import clean
from minben.cases.models import Case, ResultDelivery, Status
from minben.certificates.numbers import clean_code, new_token
from minben.foundation.access.actor import SYSTEM, Actor
from minben.foundation.access.policies import require
from minben.foundation.records.errors import Conflict, Invalid, Missing, Text
from minben.foundation.records.translated import localized

from .application import deliver

Way, State = ResultDelivery.Way, ResultDelivery.State


@dataclass(frozen=True)
class Choice:
    """What the person wants. An address is needed by post, an office to fetch it."""

    way: str
    recipient: str = ""
    phone: str = ""
    address: str = ""
    office_id: uuid.UUID | None = None
    collector: str = ""


def office_key(text: str) -> uuid.UUID | None:
    """The office that a form names; None for what is no key."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def choose(actor: Actor, case_id: uuid.UUID, choice: Choice, *, version: int | None = None) -> ResultDelivery:
    """Choose how the result comes, or change that. Possible until it is posted or handed over, and after it came back.

    Raises Refused, Invalid by field, Conflict when it is too late.
    """
    with touch(actor, case_id, "choose_delivery", version=version) as s:
        held = _locked(s.case)
        if not deliveries.may_choose(s.case, held):
            raise Conflict(_("It is too late to change how the result comes."))
        office = _office(s.case, choice)
        _check(choice, office)
        row = held or ResultDelivery(case=s.case, token=new_token())
        _put(row, choice, office)
        _begin(s.case, row)
        row.save()
        s.data["way"] = row.way
        if s.case.event_id is not None:
            _for_parts(s.case, choice, office)
    return row


def _for_parts(whole: Case, choice: Choice, office: Office | None) -> None:
    """Parts of which something is stored already follow the whole; the others do by themselves."""
    stored = ResultDelivery.objects.filter(case__part_of__case=whole, state__in=ResultDelivery.OPEN)
    for case_id in stored.values_list("case_id", flat=True):
        with touch(SYSTEM, case_id, "choose_delivery") as s:
            row = _locked(s.case)
            if row is not None and deliveries.may_choose(s.case, row):
                _put(row, choice, office)
                _begin(s.case, row)
                row.save()
                s.data["way"] = row.way


def begin(case_id: uuid.UUID) -> None:
    """The case was decided: what was chosen waits to be posted or handed over. Safe to run twice.

    Of several services at once each has its own result; the whole has none.
    """
    case = Case.objects.select_related("service_version", "party", "jurisdiction").filter(pk=case_id).first()
    if case is None or case.status != Status.DECIDED or case.event_id is not None:
        return
    row = deliveries.chosen(case)
    if row is not None and row.state == State.CHOSEN and row.way != Way.ACCOUNT:
        _begin(case, row)
        row.save()


def post(actor: Actor, case_id: uuid.UUID, *, tracking: str) -> ResultDelivery:
    """It was given to the post as a registered letter, under this number. Raises Refused, Invalid, Conflict."""
    number = "".join(tracking.split()).upper()
    if not 6 <= len(number) <= 40 or not number.isascii() or not number.isalnum():
        raise _wrong("tracking", _("Write the number of the registered letter: 6 to 40 letters and figures."))
    with transaction.atomic():
        row = _waiting(case_id, Way.POST, State.WAITING, State.RETURNED)
        said = _said(row.case, _("By registered post, number %(number)s, to %(name)s.")) % {
            "number": number,
            "name": row.recipient,
        }
        _delivered(actor, row, "post_result", said)
        _change(row, state=State.POSTED, tracking=number, posted_at=timezone.now(), reason="")
    return row


def make_ready(actor: Actor, case_id: uuid.UUID) -> ResultDelivery:
    """It lies at the office: the person is told where, when and with which code. Told again when called again."""
    with transaction.atomic():
        row = _waiting(case_id, Way.PICKUP, State.WAITING, State.READY)
        with touch(actor, case_id, "ready_result", text=_where(row)):
            _change(row, state=State.READY, ready_at=row.ready_at or timezone.now())
    return row


def hand_over(actor: Actor, case_id: uuid.UUID, *, to: str, proof: str, code: str) -> ResultDelivery:
    """Somebody fetched it: who, what was looked at, and the code that they said.

    Raises Refused, Invalid by field (also for a wrong code), Conflict when it does not wait to be fetched.
    """
    with transaction.atomic():
        row = _waiting(case_id, Way.PICKUP, State.WAITING, State.READY)
        require(actor, "case.hand_result", row.case)
        _fetched_rightly(row, to, proof, code)
        said = _said(row.case, _("Handed over at %(office)s to %(name)s.")) % {
            "office": localized(row.office.name, row.case.language) if row.office else "–",
            "name": clean(to),
        }
        _delivered(actor, row, "hand_result", said)
        _change(row, state=State.HANDED, handed_to=clean(to)[:120], proof=proof, handed_at=timezone.now())
    return row


def came_back(actor: Actor, case_id: uuid.UUID, *, reason: str) -> ResultDelivery:
    """The post brought it back. The person is told and chooses again. Raises Refused, Invalid, Conflict."""
    if not reason.strip() or len(reason) > 300:
        raise _wrong("reason", _("Say why the post brought it back, in at most 300 characters."))
    with transaction.atomic():
        row = _waiting(case_id, Way.POST, State.POSTED)
        told = _said(row.case, _("The registered letter %(number)s came back: %(reason)s")) % {
            "number": row.tracking,
            "reason": clean(reason),
        }
        more = _said(row.case, _("Choose on this page how it should reach you."))
        with touch(actor, case_id, "result_returned", text=f"{told}\n{more}"):
            _change(row, state=State.RETURNED, reason=clean(reason)[:300])
    return row


def _delivered(actor: Actor, row: ResultDelivery, verb: str, said: str) -> None:
    """Tell of it; before delivery it is the step “deliver” as well, with the clock that it ends."""
    with touch(actor, row.case_id, verb, text=said):
        pass
    if row.case.status == Status.DECIDED:
        deliver(actor, row.case_id, how=said)


def _waiting(case_id: uuid.UUID, way: str, *states: str) -> ResultDelivery:
    rows = ResultDelivery.objects.select_for_update(of=("self",)).select_related(
        "case__jurisdiction", "office__department__jurisdiction"
    )
    row = rows.filter(case_id=case_id).first()
    if row is None:
        raise Missing(_("Nothing was chosen for this case."))
    if row.way != way or row.state not in states:
        raise Conflict(
            _("This is not possible now: “%(way)s”, “%(state)s”.")
            % {"way": row.get_way_display(), "state": row.get_state_display()}
        )
    return row


def _locked(case: Case) -> ResultDelivery | None:
    return ResultDelivery.objects.select_for_update(of=("self",)).filter(case_id=case.id).first()


def _begin(case: Case, row: ResultDelivery) -> None:
    """What was chosen before the decision only waits; after it somebody has to do it by a day."""
    decided = case.status in (Status.DECIDED, Status.DELIVERED, Status.CLOSED, Status.ARCHIVED)
    if not decided or row.way == Way.ACCOUNT:
        row.state = State.CHOSEN if not decided else State.ENDED if case.closed_at else State.CHOSEN
        return
    clock = deliveries.due_of(case)
    row.state, row.department_id = State.WAITING, case.department_id
    row.due_at = clock.due_at if clock else timezone.now()


def _put(row: ResultDelivery, choice: Choice, office: Office | None) -> None:
    by_post, fetched = choice.way == Way.POST, choice.way == Way.PICKUP
    row.way, row.office = choice.way, office
    row.recipient = clean(choice.recipient)[:120] if by_post else ""
    row.phone = clean(choice.phone)[:40] if by_post else ""
    row.address = clean(choice.address)[:300] if by_post else ""
    row.collector = clean(choice.collector)[:120] if fetched else ""


def _office(case: Case, choice: Choice) -> Office | None:
    if choice.way != Way.PICKUP:
        return None
    return next((one for one in deliveries.offices_for(case) if one.id == choice.office_id), None)


def _check(choice: Choice, office: Office | None) -> None:
    wrong: dict[str, Text] = {}
    if choice.way not in Way.values:
        wrong["way"] = _("Choose how the result should reach you.")
    if choice.way == Way.POST:
        wrong |= _unwritten(choice)
    if choice.way == Way.PICKUP and office is None:
        wrong["office"] = _("Choose where you pick it up.")
    if wrong:
        raise Invalid(_("Some answers need another look."), fields=wrong)


def _unwritten(choice: Choice) -> dict[str, Text]:
    needed: Mapping[str, tuple[str, int, Text]] = {
        "recipient": (choice.recipient, 120, _("Write the name that stands on the letter box.")),
        "address": (choice.address, 300, _("Write the whole address: place, street, number, flat.")),
    }
    return {name: said for name, (text, most, said) in needed.items() if not text.strip() or len(text) > most}


def _fetched_rightly(row: ResultDelivery, to: str, proof: str, code: str) -> None:
    wrong: dict[str, Text] = {}
    if not to.strip() or len(to) > 120:
        wrong["to"] = _("Write who fetched it.")
    if proof not in ResultDelivery.Proof.values:
        wrong["proof"] = _("Choose what you looked at.")
    if not hmac.compare_digest(clean_code(code).encode(), deliveries.code_of(row).encode()):
        wrong["code"] = _(
            "This is not the code of this result. It stands in the message and on the page of the case."
        )
    if wrong:
        raise Invalid(_("Some answers need another look."), fields=wrong)


def _where(row: ResultDelivery) -> str:
    language, office = row.case.language, row.office
    if office is None:
        raise Conflict(_("No office was chosen. Ask the person where they want to fetch it."))
    lines = (
        _said(row.case, _("Your result lies ready: %(office)s, %(address)s."))
        % {"office": localized(office.name, language), "address": localized(office.address, language)},
        _said(row.case, _("Bring an identity document and say this code: %(code)s"))
        % {"code": deliveries.code_of(row)},
    )
    return "\n".join(lines)


def _said(case: Case, text: Text) -> str:
    with translation.override(case.language):
        return str(text)


def _change(row: ResultDelivery, **values: object) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def _wrong(field: str, message: Text) -> Invalid:
    return Invalid(message, fields={field: message})
