"""What is held of somebody here, in their account and in the news about them (DESIGN §4.7)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from minben.agencies.models import CalendarFeed, Cover, Lending, RoleGrant, Staff
from minben.foundation import keys
from minben.foundation.access.models import Account, OneTimeCode, OpenSession, SignIn
from minben.foundation.audit.models import AuditLine, ReadLine
from minben.foundation.events.models import EventRow
from minben.foundation.identity.models import ExternalIdentity
from minben.foundation.records.personal import Personal, holds_nothing_personal, holds_personal

from .events import LifeEventRecorded
from .models import (
    Address,
    Consent,
    ContactPoint,
    Identifier,
    LifeEvent,
    Party,
    PartyLink,
    Preference,
    Priority,
    Relationship,
)

Ids = Iterable[UUID]
EMPTY: dict[str, Any] = {
    "name": "",
    "name_folded": "",
    "name_pinyin": "",
    "name_grams": [],
    "birth_date": None,
    "gender": "",
    "legal_form": "",
    "language": "",
    "channel": "",
    "note": "",
    "state": Party.State.ERASED,
}


def _accounts(ids: Ids) -> QuerySet[Account]:
    """Accounts of these parties alone; one that somebody else uses too stays."""
    wanted = list(ids)
    shared = Party.objects.filter(account__isnull=False).exclude(id__in=wanted).values("account_id")
    rows = Account.objects.filter(kind=Account.Kind.PUBLIC, parties__id__in=wanted)
    return rows.exclude(id__in=shared).distinct()


def _codes(ids: Ids) -> QuerySet[OneTimeCode]:
    wanted = list(ids)
    owned = _accounts(wanted)
    mails, phones = owned.values("email"), owned.values("phone")
    points = ContactPoint.objects.filter(party_id__in=wanted).values("value")
    return OneTimeCode.objects.filter(Q(address__in=mails) | Q(address__in=phones) | Q(address__in=points))


def _erase_accounts(ids: Ids) -> int:
    """The row stays, so that what it did stays told; nobody can sign in with it."""
    return Account.objects.filter(id__in=list(_accounts(ids).values_list("id", flat=True))).update(
        email=None, phone=None, name="", settings={}, password="!", is_active=False
    )


def _erase_parties(ids: Ids) -> int:
    """An erased account stays with its tombstone, so that rooms above find what it left; a shared one is let go."""
    rows = list(Party.objects.select_for_update().filter(id__in=list(ids)))
    kept = Account.objects.filter(id__in=[party.account_id for party in rows], is_active=False)
    erased = set(kept.values_list("id", flat=True))
    for party in rows:
        if party.account_id not in erased:
            party.account = None
        for name, value in EMPTY.items():
            setattr(party, name, value)
        party.version += 1
        party.save()
    return len(rows)


def _open_identifiers(ids: Ids) -> list[dict[str, Any]]:
    place: dict[str, Any] = {"model": "parties.Identifier", "field": "cipher"}
    return [
        {
            "id": row.id,
            "kind": row.kind,
            "number": keys.decrypt(bytes(row.cipher), **place, row_id=row.id),
            "verified": row.verified,
            "source": row.source,
        }
        for row in Identifier.objects.filter(party_id__in=list(ids)).order_by("id")
    ]


def _relationships(ids: Ids) -> QuerySet[Relationship]:
    wanted = list(ids)
    return Relationship.objects.filter(Q(from_party_id__in=wanted) | Q(to_party_id__in=wanted))


def _news(ids: Ids) -> QuerySet[EventRow]:
    return EventRow.objects.filter(subject_id__in=list(ids), name=LifeEventRecorded.name)


def _rows(model: type[Model], ids: Ids) -> QuerySet[Any]:
    return model._default_manager.filter(party_id__in=list(ids))


def _removed(model: type[Model], fields: str, *, not_personal: str = "") -> None:
    """Rows that say nothing without their values go as a whole."""
    holds_personal(
        Personal(
            model,
            "party_id",
            tuple(fields.split()),
            tuple(not_personal.split()),
            erase=lambda ids: _rows(model, ids).delete()[0],
        )
    )


def _shown(rows: QuerySet[Any], fields: Iterable[str]) -> list[dict[str, Any]]:
    return list(rows.order_by("id").values("id", *fields))


holds_personal(
    Personal(
        OneTimeCode,
        "address",
        ("purpose", "address"),
        ("digest",),
        export=lambda ids: _shown(_codes(ids), ("purpose", "address")),
        erase=lambda ids: _codes(ids).delete()[0],
    )
)
holds_personal(
    Personal(
        SignIn,
        "account__parties__id",
        ("means", "device", "address"),
        erase=lambda ids: SignIn.objects.filter(account__in=_accounts(ids)).delete()[0],
    )
)
holds_personal(
    Personal(
        OpenSession,
        "account__parties__id",
        ("means", "device", "address"),
        ("session_key",),
        erase=lambda ids: OpenSession.objects.filter(account__in=_accounts(ids)).delete()[0],
    )
)
holds_personal(
    Personal(
        ExternalIdentity,
        "account__parties__id",
        ("issuer", "subject", "last_used_at"),
        ("door",),
        erase=lambda ids: ExternalIdentity.objects.filter(account__in=_accounts(ids)).delete()[0],
    )
)
holds_personal(
    Personal(
        Account,
        "parties__id",
        ("email", "phone", "name", "language", "settings"),
        ("password",),
        erase=_erase_accounts,
    )
)
_removed(ContactPoint, "kind value preferred verified_at ended_at source")
_removed(Address, "use area_code text since until source")
_removed(Priority, "kind basis proof since until")
_removed(Preference, "name value")
_removed(LifeEvent, "kind day source confidence")
holds_personal(
    Personal(
        Identifier,
        "party_id",
        ("blind", "tail", "source"),
        export=_open_identifiers,
        erase=lambda ids: _rows(Identifier, ids).delete()[0],
    )
)
holds_personal(
    Personal(
        Relationship,
        "from_party_id",
        ("kind", "since", "until", "source"),
        export=lambda ids: _shown(
            _relationships(ids), ("kind", "from_party_id", "to_party_id", "since", "until")
        ),
        erase=lambda ids: _relationships(ids).delete()[0],
    )
)
holds_personal(  # consents stay as proof of what was allowed, of a person without a name
    Personal(Consent, "party_id", ("purpose", "given", "at", "means", "withdrawn_at"), erase=lambda ids: 0)
)
holds_personal(
    Personal(
        PartyLink,
        "party_id",
        ("why", "since", "until"),
        erase=lambda ids: _rows(PartyLink, ids).update(why=""),
    )
)
holds_personal(
    Personal(
        EventRow,
        "subject_id",
        ("name", "payload"),
        export=lambda ids: _shown(_news(ids), ("name", "payload")),
        erase=lambda ids: _news(ids).delete()[0],
    )
)
holds_personal(
    Personal(
        Party,
        "id",
        (
            *("kind", "state", "name", "birth_date", "gender", "legal_form"),
            *("language", "channel", "source", "note"),
        ),
        ("name_folded", "name_pinyin"),
        erase=_erase_parties,
    )
)
holds_nothing_personal(Staff, "number", "name", "title", "phone", "sort_key")  # staff are no customers
holds_nothing_personal(Cover, "since", "until", "note", "answer")
holds_nothing_personal(Lending, "since", "until", "note")
holds_nothing_personal(CalendarFeed, "digest", "read_on")
holds_nothing_personal(RoleGrant, "until")
_LINE = ("actor_kind", "actor_name", "purpose", "request_id", "subject_kind", "reason")
holds_nothing_personal(AuditLine, *_LINE, "action", "changes")  # keyed digests only, and append-only
holds_nothing_personal(ReadLine, *_LINE, "page")
