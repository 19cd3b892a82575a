"""A half-filled form: kept under its token, sealed, resumed by its address or from the account, sent once.

What is written in it may be as personal as a case, so it rests encrypted. Files put into it stay until it is sent,
given up or 30 days untouched.
"""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import json
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.cases.intake import Submission, Submitted, numbers
from minben.cases.models import Case, Draft
from minben.foundation import keys
from minben.foundation.access.actor import SYSTEM, Actor, ActorKind
from minben.foundation.access.policies import allowed, require
from minben.foundation.files.actions import link
from minben.foundation.files.models import Document
from minben.foundation.records.errors import Conflict, Missing
from minben.payments.actions import given_up

from .submit import submit

KEPT = dt.timedelta(days=30)
LONGEST = 200_000
BATCH = 500
MODEL, FIELD = "cases.Draft", "data"
FILES = "files"
Sender = Callable[[Mapping[str, Any], str], Submitted]
Builder = Callable[[Mapping[str, Any]], tuple[Actor, Submission]]


@dataclasses.dataclass(frozen=True)
class Held:
    """A draft as its owner sees it. ``case`` is set once it was sent."""

    token: str
    form: str
    data: dict[str, Any]
    saved_at: dt.datetime
    case: Case | None = None
    party_id: uuid.UUID | None = None

    @property
    def ends_at(self) -> dt.datetime:
        return self.saved_at + KEPT


def begin(
    actor: Actor,
    form: str,
    data: Mapping[str, Any],
    *,
    party_id: uuid.UUID | None = None,
    client_id: uuid.UUID | None = None,
) -> Held:
    """A new draft. An account finds it again in its list; anybody else by the address it was given.

    ``party_id``: whom a member of staff fills it in for; ``client_id``: the system that sends it.
    """
    require(actor, "case.submit")
    row = Draft(token=numbers.new_token(), form=form[:80], account_id=_account(actor))
    row.party_id, row.client_id = party_id, client_id
    row.data = sealed(row.id, data)
    row.save(force_insert=True)
    return _held(row)


def load(actor: Actor, token: str) -> Held:
    """The draft behind ``token``. Raises Missing for an unknown or expired one, and for another account's."""
    return _held(_own(actor, token))


def save(actor: Actor, token: str, changes: Mapping[str, Any]) -> Held:
    """Put ``changes`` over what is kept: two open windows do not erase one another's answers.

    Mappings are merged one level deep. Raises Conflict once it was sent.
    """
    with transaction.atomic():
        row = _unsent(actor, token)
        data = contents(row)
        for name, value in changes.items():
            old = data.get(name)
            both = isinstance(value, Mapping) and isinstance(old, dict)
            data[name] = {**old, **value} if both else value  # type: ignore[dict-item]
        row.data = sealed(row.id, data)
        row.account_id = row.account_id or _account(actor)
        row.save(update_fields=["data", "account_id", "saved_at"])
    return _held(row)


def add_files(actor: Actor, token: str, documents: Sequence[Document], *, question: str = "") -> Held:
    """Keep stored files with the draft, so that they are not swept before it is sent."""
    with transaction.atomic():
        row = _unsent(actor, token)
        data = contents(row)
        link(documents)
        data[FILES] = [*data.get(FILES, []), *({**_file(d), "question": question} for d in documents)]
        row.data = sealed(row.id, data)
        row.save(update_fields=["data", "saved_at"])
    return _held(row)


def remove_file(actor: Actor, token: str, document_id: str) -> Held:
    """Take a file out; the sweeper deletes it. One that is not in this draft is left alone."""
    with transaction.atomic():
        row = _unsent(actor, token)
        data = contents(row)
        gone = [f for f in data.get(FILES, []) if f["id"] == document_id]
        _release(gone)
        data[FILES] = [f for f in data.get(FILES, []) if f["id"] != document_id]
        row.data = sealed(row.id, data)
        row.save(update_fields=["data", "saved_at"])
    return _held(row)


def send(actor: Actor, token: str, build: Builder) -> Submitted:
    """Make the case of a draft, once: a second press waits for the first and gets the same answer.

    ``build`` turns the data into who sends what, inside this transaction, so that nothing half made stays. What was
    written is forgotten here; of an anonymous case not even the account is kept.
    """
    senders: list[Actor] = []

    def by(data: Mapping[str, Any], key: str) -> Submitted:
        sender, submission = build(data)
        senders.append(sender)
        return submit(sender, submission, key=key)

    return _send(actor, token, by, senders)


def send_by(actor: Actor, token: str, by: Sender, *, sender: Actor | None = None) -> Submitted:
    """As :func:`send`, for what becomes several cases: ``by(data, key)`` makes them and tells of the whole.

    ``sender``: whose form it is, when the actor only carries it on.
    """
    return _send(actor, token, by, [sender] if sender else [])


def _send(actor: Actor, token: str, by: Sender, senders: Sequence[Actor]) -> Submitted:
    with transaction.atomic():
        row = _own(actor, token, lock=True)
        if row.sent_case is not None:
            return answer_of(row.sent_case)
        data = contents(row)
        _release(data.get(FILES, []))
        made = by(data, f"draft:{token}")
        sender = senders[0] if senders else actor
        row.sent_case_id, row.data = made.case_id, {}
        row.account_id = None if sender.account_id is None else row.account_id
        row.save(update_fields=["sent_case", "data", "account_id", "saved_at"])
    return made


def forget(actor: Actor, token: str) -> None:
    """The person gives it up: nothing of it stays."""
    with transaction.atomic():
        row = _own(actor, token, lock=True)
        _release(contents(row).get(FILES, []))
        given_up(actor, [row.id])
        row.delete()


def drafts_of(actor: Actor) -> list[Held]:
    """The account's unsent drafts, and those that staff fill in for its person; the newest change first."""
    if actor.account_id is None:
        return []
    own = Q(account_id=actor.account_id) | Q(party_id__in=actor.party_ids)
    rows = Draft.objects.filter(own, sent_case=None, saved_at__gte=_oldest())
    rows = rows.exclude(form__startswith="desk:")
    return [_held(row) for row in rows.order_by("-saved_at")[:20]]


def drafts_for(party_ids: Collection[uuid.UUID]) -> list[Held]:
    """What staff fill in for one customer and did not send, the newest change first."""
    rows = Draft.objects.filter(party_id__in=party_ids, sent_case=None, saved_at__gte=_oldest())
    return [_held(row) for row in rows.order_by("-saved_at")[:20]]


def forget_old_drafts(now: dt.datetime) -> int:
    """Delete what was not touched for 30 days; returns how many. A batch a call."""
    old = list(Draft.objects.filter(saved_at__lt=now - KEPT).order_by("saved_at")[:BATCH])
    for row in old:
        _release(contents(row).get(FILES, []))
    given_up(SYSTEM, [row.id for row in old if row.sent_case_id is None])
    return Draft.objects.filter(id__in=[row.id for row in old]).delete()[0]


def answer_of(case: Case) -> Submitted:
    """What the person was told when the case was made."""
    code = numbers.code_for(case.track_token)
    return Submitted(case.id, case.number, code, case.track_token, case.promised_at, new=False)


def _own(actor: Actor, token: str, *, lock: bool = False) -> Draft:
    rows = Draft.objects.select_for_update(of=("self",)) if lock else Draft.objects.all()
    found = rows.select_related("sent_case").filter(token=token[:32], saved_at__gte=_oldest()).first()
    if found is None or not _may(actor, found):
        raise Missing(_("There is no such form here. It was given up, or not touched for 30 days."))
    return found


def _may(actor: Actor, row: Draft) -> bool:
    """Its owner; whoever has the address of one that no account owns; staff who may help with that service."""
    if actor.kind == ActorKind.SYSTEM:
        return True
    if actor.kind == ActorKind.MACHINE:
        return row.client_id is not None and row.client_id == actor.account_id
    if actor.kind == ActorKind.STAFF and row.party_id is not None:
        return allowed(actor, "case.assist", row)
    return row.account_id in (None, _account(actor)) or row.party_id in actor.party_ids


def _unsent(actor: Actor, token: str) -> Draft:
    row = _own(actor, token, lock=True)
    if row.sent_case_id is not None:
        raise Conflict(_("This form was sent already."))
    return row


def _account(actor: Actor) -> uuid.UUID | None:
    return actor.account_id if actor.kind == ActorKind.PUBLIC else None


def _oldest() -> dt.datetime:
    return timezone.now() - KEPT


def _held(row: Draft) -> Held:
    return Held(row.token, row.form, contents(row), row.saved_at, row.sent_case, row.party_id)


def sealed(row_id: uuid.UUID, data: Mapping[str, Any]) -> dict[str, str]:
    """Data as it rests in a row. Raises Conflict when it is more than can be kept."""
    text = json.dumps(data, ensure_ascii=False, default=str)
    if len(text) > LONGEST:
        raise Conflict(_("This form holds more text than can be kept. Shorten it or attach a file."))
    cipher = keys.encrypt(text, model=MODEL, field=FIELD, row_id=row_id)
    return {"sealed": base64.b64encode(cipher).decode()}


def contents(row: Draft) -> dict[str, Any]:
    """What was written, in the clear."""
    if "sealed" not in row.data:
        return {}
    cipher = base64.b64decode(row.data["sealed"])
    found: dict[str, Any] = json.loads(keys.decrypt(cipher, model=MODEL, field=FIELD, row_id=row.id))
    return found


def resealed(row: Draft) -> bool:
    """Seal a draft with the newest key, for ``minben keys rotate``; whether it lay under an older one."""
    if "sealed" not in row.data or not keys.is_old(base64.b64decode(row.data["sealed"])):
        return False
    row.data = sealed(row.id, contents(row))
    return True


def _file(document: Document) -> dict[str, Any]:
    return {"id": str(document.id), "name": document.name, "size": document.size}


def _release(files: Sequence[Mapping[str, Any]]) -> None:
    """Orphans again: linked by the case that is about to be made, or swept."""
    Document.objects.filter(id__in=[f["id"] for f in files]).update(linked_at=None)
