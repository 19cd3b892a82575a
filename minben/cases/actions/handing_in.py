"""An application that waits for something before it goes in: a fee, the signatures of others. Then it goes by itself.

What was checked and declared is kept with the draft as ``ready``. Whatever happens last (the money comes, the last one
signs) sends it, once, whether or not somebody still has the page open.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from minben.cases.applications import applying, fees
from minben.cases.applications.helping import WAY, Way, kept, way_of
from minben.cases.applications.matter import Matter, kept_parts, matter_of, roles_of
from minben.cases.intake import Submitted, asking
from minben.cases.models import Case, Draft, Signature
from minben.catalog.forms import Question
from minben.foundation.access.actor import SYSTEM, Actor, ActorKind
from minben.foundation.records.errors import Missing
from minben.parties.queries import account_of, phone_region
from minben.payments import queries as payments
from minben.payments.actions import belongs_to
from minben.payments.models import Payment

from . import draft
from .bundle import submit_matter
from .draft import FILES, Held

READY = "ready"
State = Signature.State


@dataclasses.dataclass(frozen=True)
class Standing:
    """What a ready form still waits for."""

    payment: Payment | None
    signatures: Sequence[Signature]
    case: Case | None

    @property
    def unpaid(self) -> bool:
        return self.payment is not None and self.payment.state == Payment.State.OPEN

    @property
    def unsigned(self) -> list[Signature]:
        return [one for one in self.signatures if one.state != State.SIGNED]

    @property
    def waits(self) -> bool:
        return self.unpaid or bool(self.unsigned)


def waits_for_something(matter: Matter) -> bool:
    """Whether it is sent in two steps."""
    return any(fees.paid_before(version) for version in matter.versions) or bool(roles_of(matter.versions))


def hand_in(actor: Actor, token: str, matter: Matter, answers: Mapping[str, Any]) -> Submitted | None:
    """Somebody sends their own judged form; None while it waits for a fee or for others to sign."""
    if waits_for_something(matter):
        make_ready(actor, token, matter, answers)
        return None
    ready = _ready(actor, matter, answers, None)
    return draft.send_by(
        actor, token, lambda data, key: _made(matter, actor, Way(), ready, data.get(FILES, []), key)
    )


def make_ready(
    actor: Actor, token: str, matter: Matter, answers: Mapping[str, Any], *, way: Way | None = None
) -> Standing:
    """Keep the judged answers: one sum, and each who signs once for all parts. Signatures are asked for by :mod:`.signing`."""
    return _kept(actor, token, _ready(actor, matter, answers, way), way)


def _ready(actor: Actor, matter: Matter, answers: Mapping[str, Any], way: Way | None) -> dict[str, Any]:
    ready = {"answers": dict(answers), "language": way.language if way else actor.language}
    if matter.event is None:
        return ready | {"version": str(matter.versions[0].id)}
    return ready | {"event": str(matter.event.id), "parts": kept_parts(matter.parts)}


def _kept(actor: Actor, token: str, ready: dict[str, Any], way: Way | None) -> Standing:
    with transaction.atomic():
        held = draft.save(actor, token, {READY: ready} | ({WAY: kept(way)} if way else {}))
        matter = matter_of(ready)
        fees.demand_of_draft(row_of(held).id, matter.versions, matter.name)
    return standing(held)


def change_again(actor: Actor, token: str) -> Held:
    """The answers are to be changed: who signed did so for others, and is asked again. What was paid stays paid."""
    with transaction.atomic():
        held = draft.save(actor, token, {READY: None})
        row = row_of(held)
        Signature.objects.filter(draft=row).exclude(state=State.CALLED_OFF).update(state=State.CALLED_OFF)
    return held


def standing(held: Held) -> Standing:
    return _standing(row_of(held))


def _standing(row: Draft) -> Standing:
    own = Signature.objects.filter(draft=row) if row.sent_case_id is None else Signature.objects.none()
    live = list(own.exclude(state=State.CALLED_OFF).order_by("id"))
    return Standing(payments.of_draft(row.id), live, row.sent_case)


def ready_of(held: Held) -> dict[str, Any] | None:
    found: dict[str, Any] | None = held.data.get(READY)
    return found


def go_on(draft_id: uuid.UUID) -> Submitted | None:
    """Send it when nothing is awaited any more; None while something is. Safe to call at any time, by anybody."""
    with transaction.atomic():
        row = Draft.objects.select_for_update(of=("self",)).filter(pk=draft_id).first()
        if row is None or row.sent_case_id is not None:
            return None
        ready = draft.contents(row).get(READY)
        if not ready or _standing(row).waits or not _all_named(row, ready):
            return None
        told = _sent(row, ready)
        belongs_to(row.id, told.case_id)
        fees.shared_out(told.case_id)
        Signature.objects.filter(draft=row).exclude(state=State.CALLED_OFF).update(
            case_id=told.case_id, draft=None
        )
    return told


def _sent(row: Draft, ready: Mapping[str, Any]) -> Submitted:
    matter, sender = matter_of(ready), _person(row, ready)
    return draft.send_by(
        SYSTEM,
        row.token,
        lambda data, key: _made(matter, sender, way_of(data), ready, data.get(FILES, []), key),
        sender=sender,
    )


def _made(
    matter: Matter,
    sender: Actor,
    way: Way,
    ready: Mapping[str, Any],
    files: Sequence[Mapping[str, Any]],
    key: str,
) -> Submitted:
    """The case of a ready form. Run it in the transaction of the sending: it makes the party."""
    language = ready["language"]
    with translation.override(language):
        who = _applicant(way, sender, matter.questions, ready["answers"])
        request = applying.request_of(who, matter, ready["answers"], files, language)
    request = dataclasses.replace(
        request,
        channel=way.channel,
        external_id=way.external_id,
        account_id=account_of(way.party_id) if way.helper and way.party_id else None,
        begun_earlier=True,
    )
    return submit_matter(way.helper or sender, request, matter, key=key)


def _all_named(row: Draft, ready: Mapping[str, Any]) -> bool:
    """Whether those who must sign were named at all."""
    wanted = sum(role.least for role in roles_of(matter_of(ready).versions))
    return Signature.objects.filter(draft=row, state=State.SIGNED).count() >= wanted


def _person(row: Draft, ready: Mapping[str, Any]) -> Actor:
    kind = ActorKind.PUBLIC if row.account_id else ActorKind.ANONYMOUS
    return Actor(kind=kind, account_id=row.account_id, language=ready["language"])


def _applicant(
    way: Way, sender: Actor, questions: Sequence[Question], answers: Mapping[str, Any]
) -> asking.Behind:
    if way.party_id is None:
        return applying.applicant_of(sender, questions, answers, phone_region())
    asker = applying.asker_of(questions, answers, region=phone_region(), language=sender.language)
    return asking.of_party(way.helper or sender, way.party_id, asker, source=way.channel)


def digest_of(data: Mapping[str, Any]) -> str:
    """What somebody signs: answers and files, as one SHA-256."""
    ready = data[READY]
    files = [{name: one[name] for name in ("id", "name", "question")} for one in data.get(FILES, [])]
    subject = ready.get("version") or [ready["event"], ready["parts"]]
    text = json.dumps([subject, ready["answers"], files], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def row_of(held: Held) -> Draft:
    """The row of a draft that is held. Raises Missing when it was given up meanwhile."""
    found = Draft.objects.select_related("sent_case").filter(token=held.token).first()
    if found is None:
        raise Missing(_("There is no such form here. It was given up, or not touched for 30 days."))
    return found
