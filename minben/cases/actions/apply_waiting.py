"""A whole form, sent at once, that is paid for or signed by others first: it waits, and goes in by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from minben.cases.applications.helping import Way, way_of
from minben.cases.applications.matter import Matter, Role, matter_of, roles_of
from minben.cases.applications.offered import CHOSEN
from minben.cases.models import Signature
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.files.models import Document
from minben.foundation.records.errors import Conflict, Invalid
from minben.parties.queries import names_of
from minben.payments import queries as payments

from . import draft, handing_in, signing
from .apply import Applied, files_of, judged
from .draft import Held
from .handing_in import Standing
from .signing import Named

State = Signature.State
STOPPED = frozenset({State.DECLINED, State.EXPIRED})


@dataclass(frozen=True)
class Waiting:
    """A form as the system that sent it may see it. ``state``: waiting, stopped, changing or sent."""

    held: Held
    standing: Standing

    @property
    def state(self) -> str:
        if self.held.case is not None:
            return "sent"
        if handing_in.ready_of(self.held) is None:
            return "changing"
        return "stopped" if any(one.state in STOPPED for one in self.standing.signatures) else "waiting"

    @property
    def language(self) -> str:
        return way_of(self.held.data).language or (self.held.case.language if self.held.case else "")

    @property
    def to_name(self) -> list[Role]:
        """Who must sign and was not named yet."""
        ready = handing_in.ready_of(self.held)
        if self.held.case is not None or ready is None or self.standing.signatures:
            return []
        return roles_of(matter_of(ready).versions)

    @property
    def waits_for(self) -> list[str]:
        if self.state in {"sent", "changing"}:
            return []
        waits = {
            "fee": self.standing.unpaid,
            "signers": bool(self.to_name),
            "signatures": bool(self.standing.unsigned),
        }
        return [what for what, awaited in waits.items() if awaited]


def apply_and_wait(
    actor: Actor,
    matter: Matter,
    given: Applied,
    named: Sequence[Named],
    *,
    region: str,
    now: dt.datetime,
) -> str:
    """Keep a judged form until it is paid for and signed; returns the token that its state is read by.

    Without ``named`` those who must sign are named later. Raises Invalid with ``answers.<question>``, at ``party_id``, at
    ``name_0`` ….
    """
    require(actor, "case.submit")
    if given.party_id is not None and not names_of([given.party_id]):
        said = _("There is no such person.")
        raise Invalid(said, fields={"party_id": said})
    cleaned = judged(matter.questions, given.answers, region=region)
    files = files_of(actor, matter.questions, cleaned)
    way = Way(given.channel, given.language, given.party_id, given.external_id, actor)
    with transaction.atomic():
        data = {CHOSEN: matter.chosen} if matter.event else {}
        held = draft.begin(actor, matter.form, data, party_id=given.party_id, client_id=actor.account_id)
        for question in {one["question"] for one in files}:
            ids = [one["id"] for one in files if one["question"] == question]
            draft.add_files(actor, held.token, list(Document.objects.filter(id__in=ids)), question=question)
        handing_in.make_ready(actor, held.token, matter, cleaned, way=way)
        if named:
            signing.ask(actor, held.token, named, now=now)
        handing_in.go_on(handing_in.row_of(held).id)
    return held.token


def waiting(actor: Actor, token: str) -> Waiting:
    """How a form stands that this system sent. Raises Missing for any other."""
    held = draft.load(actor, token)
    standing = handing_in.standing(held)
    if held.case is not None:
        signed = list(Signature.objects.filter(case=held.case).order_by("id"))
        standing = Standing(payments.of_case(held.case.id), signed, held.case)
    return Waiting(held, standing)


def name_signers(actor: Actor, token: str, named: Sequence[Named], *, now: dt.datetime) -> None:
    """Name those who must sign; after a no or an end all are asked anew. Raises Conflict while they are being asked."""
    with transaction.atomic():
        found = waiting(actor, token)
        if found.state == "sent":
            raise Conflict(_("This form was sent already."))
        if found.state == "stopped":
            row = handing_in.row_of(found.held)
            live = Signature.objects.filter(draft=row).exclude(state=State.CALLED_OFF)
            live.update(state=State.CALLED_OFF)
        signing.ask(actor, token, named, now=now)


def give_up(actor: Actor, token: str) -> None:
    """It is not wanted any more: nothing of it stays, what was paid goes back. Raises Conflict once it was sent."""
    if waiting(actor, token).held.case is not None:
        raise Conflict(_("This form was sent already."))
    draft.forget(actor, token)
