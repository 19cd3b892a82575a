"""Several times as many of everything: each row of the scene is copied, with what must differ made different.

A copy keeps what it hangs on, so that one case has many events, one guide many steps, one person many contacts. Only where
a constraint forbids that, it hangs on the copy of the other thing.
"""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
import uuid
from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import models
from django.db.models.base import ModelState

from minben.foundation.records.ids import new_id

TURNS = range(1, 5)
Fresh = dict[tuple[int, Any], uuid.UUID]
SINGLE = {
    "Jurisdiction": "the city itself",
    "EventRow": "read by the worker alone",
    "Subscriber": "the worker's place in the news",
    "IdempotencyKey": "read by its key alone",
    "Lexeme": "words, not things",
    "Seal": "a chain: made by its own job",
    "Checkpoint": "a chain: made by its own job",
    "Draft": "sealed to its own row: the scene begins more",
    "Step": "part of a published guide, which never changes: the scene writes a longer guide",
    "Material": "the same",
    "Cost": "the same",
    "Output": "the same",
    "Faq": "the same",
    "LegalBasis": "the same",
    "Signer": "the same",
    "Definition": "one for each key: its cases share it",
    "Version": "the same",
}
"""Not copied, and why."""
HANGS_ON_THE_COPY = {
    "ResultDelivery": "case_id",
    "CaseScope": "case_id",
    "Task": "subject_id",
    "Clock": "subject_id",
    "Run": "subject_id",
    "RoleGrant": "staff_id",
    "Lending": "staff_id",
    "ListChoice": "staff_id",
    "CalendarFeed": "staff_id",
    "AnnouncementRead": "announcement_id",
    "PartyLink": "party_id",
    "Relationship": "to_party_id",
    "Preference": "party_id",
    "ServiceVersion": "service_id",
    "EventService": "service_id",
    "PublicService_topics": "publicservice_id",
    "PublicService_stages": "publicservice_id",
    "PublicService_related": "to_publicservice_id",
    "Article_services": "publicservice_id",
    "EventService_after": "from_eventservice_id",
    "ServiceVersion_places": "serviceversion_id",
    "PublicEntry": "subject_id",
    "StaffEntry": "subject_id",
    "SealedParty": "case_id",
    "Rating": "case_id visit_id",
    "Reception": "office_id",
    "ServiceTime": "service_id",
    "Counter_services": "counter_id",
    "Ticket": "appointment_id",
    "RepairCase": "rating_id",
    "SubOrder": "case_id",
    "HandOver": "case_id",
    "FileShare": "document_id",
    "QualityReview": "case_id",
    "Staff": "account_id",
    "Admission": "client_id",
    "Payment": "case_id",
}
RENAMED = {
    "Reception": ("wall_token",),
    "Payment": ("token",),
    "Signature": ("token",),
    "SandboxOrder": ("reference",),
    "Counter": ("code",),
    "Appointment": ("token",),
    "Ticket": ("token",),
    "Certificate": ("number", "token", "output"),
    "Account": ("email",),
    "OpenSession": ("session_key",),
    "ApiClient": ("name", "prefix", "digest"),
    "CalendarFeed": ("digest",),
    "Provider": ("code",),
    "ExternalIdentity": ("subject",),
    "Department": ("code",),
    "Office": ("code",),
    "Staff": ("number",),
    "Identifier": ("blind",),
    "ContactPoint": ("value",),
    "Category": ("code",),
    "Edition": ("key",),
    "LegalResource": ("slug",),
    "Article": ("slug",),
    "SearchCount": ("text",),
    "LinkState": ("url",),
    "StillRight": ("key",),
    "PublicEntry": ("key",),
    "StaffEntry": ("key",),
    "Topic": ("code",),
    "LifeStage": ("code",),
    "LifeEventType": ("slug", "code"),
    "PublicService": ("slug",),
    "MessageTemplate": ("name",),
    "Suppression": ("address",),
    "Case": ("number", "track_token", "source_key"),
    "QualitySheet": ("code",),
    "AnswerTemplate": ("code",),
    "SavedView": ("name",),
}
CHANGED: dict[str, dict[str, Any]] = {
    "Payment": {"draft_id": lambda made, _turn: new_id() if made.draft_id else None},
    "PaymentLine": {"service_version_id": lambda _made, _turn: new_id()},
    "Counter": {"open": False, "staff_id": None},
    "Ticket": {
        "number": lambda made, turn: made.number + 100 * turn,
        "state": lambda made, _turn: "waiting" if made.state == "called" else made.state,
    },
    "ContactPoint": {"preferred": False},
    "Account": {"phone": None},
    "ApiClient": {"previous_digest": None},
    "PublicService": {"task_code": None},
    "Mention": {"seen_at": None},
    "Department": {"is_centre": False},
    "CalendarException": {"day": lambda made, turn: made.day + dt.timedelta(days=7 * turn)},
    "CaseScope": {"sort_key": lambda made, turn: made.case_id},
}


def multiply() -> None:
    """Every table of Minben that the scene has rows in."""
    rows = {model: list(model._default_manager.all()) for model in _kinds()}
    fresh = {(turn, row.pk): new_id() for turn in TURNS for kind in rows.values() for row in kind}
    for model, found in rows.items():
        model._default_manager.bulk_create([_copy(row, turn, fresh) for turn in TURNS for row in found])


def _kinds() -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        own = model.__module__.startswith("minben.") or model is Authenticator
        if own and model.__name__ not in SINGLE:
            yield model


def _copy(row: models.Model, turn: int, fresh: Fresh) -> models.Model:
    made, kind = _detached(row), type(row).__name__
    made.pk = fresh[turn, row.pk] if isinstance(row.pk, uuid.UUID) else None
    for hangs in HANGS_ON_THE_COPY.get(kind, "").split():
        setattr(made, hangs, fresh.get((turn, getattr(row, hangs)), getattr(row, hangs)))
    for name in RENAMED.get(kind, ()):
        setattr(made, name, _other(row, name, turn))
    for name, value in CHANGED.get(kind, {}).items():
        setattr(made, name, value(made, turn) if callable(value) else value)
    return made


def _detached(row: models.Model) -> models.Model:
    """As one that was never saved, and remembers nothing that it hung on."""
    made = copy.copy(row)
    made._state = ModelState()
    return made


def _other(row: models.Model, name: str, turn: int) -> str | None:
    """Another text that fits; nothing stays nothing."""
    text: str | None = getattr(row, name)
    longest = getattr(row._meta.get_field(name), "max_length", None) or 1_000
    if not text:
        return text
    other = f"{turn}{text}" if "@" in text else f"{text}-{turn}"
    return other if len(other) <= longest else hashlib.sha256(other.encode()).hexdigest()[:longest]
