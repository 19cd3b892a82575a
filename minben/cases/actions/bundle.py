"""One matter (一件事): one application becomes a case for each service, and comes together again as one answer."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from minben.cases.applications import fees
from minben.cases.applications.matter import Matter, MatterPart
from minben.cases.applications.sealing import SEALED, in_the_clear
from minben.cases.course.states import FINAL
from minben.cases.intake import TITLE_MOST, Submission, Submitted
from minben.cases.models import BundlePart, Case, CaseDocument, Kind, Status
from minben.catalog.forms import parse
from minben.foundation.access.actor import SYSTEM, Actor
from minben.foundation.records.errors import Conflict
from minben.foundation.records.translated import localized
from minben.payments.actions import line_belongs_to

from . import application, routing
from .pressing import withdraw
from .submit import submit

State = BundlePart.State
OVER = frozenset(State) - set(BundlePart.UNFINISHED)


def submit_matter(
    actor: Actor, submission: Submission, matter: Matter, *, key: str, now: dt.datetime | None = None
) -> Submitted:
    """One case; or one for the whole, and one for each part that can begin."""
    if matter.event is None:
        return submit(actor, submission, key=key, now=now)
    return submit_bundle(actor, submission, matter.parts, key=key, now=now)


def submit_bundle(
    actor: Actor,
    submission: Submission,
    parts: Sequence[MatterPart],
    *,
    key: str,
    now: dt.datetime | None = None,
) -> Submitted:
    """Make the case of the whole and of every part that can begin; a double click makes one.

    Raises what :func:`~minben.cases.actions.submit.submit` raises.
    """
    with transaction.atomic():
        told = submit(actor, submission, key=key, now=now)
        if not told.new:
            return told
        keys = {part.key for part in parts}
        BundlePart.objects.bulk_create(
            BundlePart(
                case_id=told.case_id,
                key=part.key,
                order=order,
                service_version_id=part.version.id,
                after=[one for one in part.after if one in keys],
                places=dict(part.places),
            )
            for order, part in enumerate(parts)
        )
        routing.accept(SYSTEM, told.case_id)
        go_on(told.case_id)
    return told


def go_on(case_id: uuid.UUID) -> None:
    """Begin the parts whose time has come, drop those that wait in vain, and end the whole when all are over."""
    with transaction.atomic():
        whole = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
        if whole.status in FINAL:
            return
        parts = list(whole.parts.select_related("service_version__service"))
        while _moved(whole, parts):
            continue
        if parts and all(part.state in OVER for part in parts):
            _end(whole, parts)


def part_over(child_id: uuid.UUID) -> None:
    """A case was decided, not accepted or withdrawn: if it is a part, the whole goes on."""
    part = BundlePart.objects.select_related("child").filter(child_id=child_id).first()
    if part is None or part.child is None:
        return
    state = _state_of(part.child)
    if state is not None and state != part.state:
        BundlePart.objects.filter(pk=part.pk).update(state=state)
    go_on(part.case_id)


def withdraw_parts(case_id: uuid.UUID) -> None:
    """The person took the whole back: what is still worked on, or waits, goes with it."""
    with transaction.atomic():
        for part in BundlePart.objects.select_for_update().filter(
            case_id=case_id, state__in=BundlePart.UNFINISHED
        ):
            part.state = State.WITHDRAWN
            part.save(update_fields=["state"])
            if part.child_id is not None:
                _withdraw(part.child_id)
            else:
                fees.part_falls_away(part, str(_("It was taken back before it began.")))


def _withdraw(child_id: uuid.UUID) -> None:
    try:
        withdraw(SYSTEM, child_id)
    except Conflict:
        return  # it was decided meanwhile: that stands


def _state_of(child: Case) -> str | None:
    if child.status == Status.WITHDRAWN:
        return State.WITHDRAWN
    if child.status == Status.NOT_ACCEPTED:
        return State.REFUSED
    return {"granted": State.GRANTED, "refused": State.REFUSED}.get(child.outcome)


def _moved(whole: Case, parts: Sequence[BundlePart]) -> bool:
    """One part begins or falls away."""
    states = {part.key: part.state for part in parts}
    for part in parts:
        if part.state != State.WAITING:
            continue
        before = [states[key] for key in part.after]
        if any(state in OVER and state != State.GRANTED for state in before):
            part.state = State.DROPPED
            part.save(update_fields=["state"])
            fees.part_falls_away(part, str(_("What had to come before it was not granted.")))
            return True
        if all(state == State.GRANTED for state in before):
            _begin(whole, part)
            return True
    return False


def _begin(whole: Case, part: BundlePart) -> None:
    """The part becomes a case with its own answers, files, process and clocks."""
    clear = in_the_clear(whole.id, whole.answers)
    secret = set(whole.answers.get(SEALED, {}))
    own = {key: clear[asked] for key, asked in part.places.items() if asked in clear}
    hidden = {key: str(own[key]) for key, asked in part.places.items() if asked in secret and key in own}
    version = part.service_version
    told = submit(
        SYSTEM,
        Submission(
            kind=Kind.APPLICATION,
            title=str(_("Application: %(name)s") % {"name": localized(version.name, whole.language)})[
                :TITLE_MOST
            ],
            channel=whole.channel,
            language=whole.language,
            jurisdiction_id=version.service.jurisdiction_id,
            party_id=whole.party_id,
            asked_by_id=whole.asked_by_id,
            service_version_id=version.id,
            answers=own,
            secret_answers=hidden,
            practice=whole.practice,
        ),
        key=f"part:{part.id}",
    )
    Case.objects.filter(pk=told.case_id).update(account_id=whole.account_id)
    _share_files(whole, part, told.case_id)
    part.child_id, part.state = told.case_id, State.RUNNING
    part.save(update_fields=["child", "state"])
    line_belongs_to(whole.id, version.id, told.case_id)


def _share_files(whole: Case, part: BundlePart, child_id: uuid.UUID) -> None:
    """The files that this service asks for: one copy, seen from both cases."""
    codes = {question.material for question in parse(part.service_version.form) if question.material}
    held = CaseDocument.objects.filter(case=whole, material__in=codes)
    CaseDocument.objects.bulk_create(
        CaseDocument(
            case_id=child_id,
            document_id=one.document_id,
            material=one.material,
            from_public=one.from_public,
            public=one.public,
        )
        for one in held
    )


def _end(whole: Case, parts: Sequence[BundlePart]) -> None:
    """One answer for the whole; its parts keep theirs."""
    granted = [part for part in parts if part.state == State.GRANTED]
    words = [
        f"{localized(part.service_version.name, whole.language)}：{part.get_state_display()}"
        for part in parts
    ]
    outcome = "granted" if granted else "refused"
    application.decide(SYSTEM, whole.id, outcome=outcome, text="\n".join(words))
    application.deliver(SYSTEM, whole.id, how=str(_("Each part was delivered by itself.")))
