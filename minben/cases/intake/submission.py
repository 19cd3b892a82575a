"""What a request must hold before it becomes a case."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from minben.cases.models import Case, Kind, Urgency
from minben.foundation.records.errors import Invalid, Text

TITLE_MOST = 200
BODY_MOST = 10_000
PLACE_MOST = 300
_KINDS, _URGENCIES = frozenset(Kind.values), frozenset(Urgency.values)
_PRIVACIES = frozenset(Case.Privacy.values)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")


@dataclass(frozen=True)
class Submission:
    """A request from any door. ``party_id``: whose request; ``asked_by_id``: who called for them.

    ``account_id``: the account it belongs to when somebody else sends it.

    ``begun_earlier``: it was complete while the version of the guide was in force. ``secret_answers`` (identity numbers) are kept encrypted, masked among the other answers.
    """

    kind: str
    title: str
    body: str = ""
    channel: str = "web"
    language: str = "zh-hant"
    jurisdiction_id: uuid.UUID | None = None
    party_id: uuid.UUID | None = None
    asked_by_id: uuid.UUID | None = None
    account_id: uuid.UUID | None = None
    privacy: str = Case.Privacy.OPEN
    urgency: str = Urgency.E2
    service_version_id: uuid.UUID | None = None
    event_id: uuid.UUID | None = None
    topic: str = ""
    place: str = ""
    area_code: str = ""
    latitude: float | None = None
    longitude: float | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    secret_answers: Mapping[str, str] = field(default_factory=dict)
    document_ids: tuple[uuid.UUID, ...] = ()
    materials: Mapping[str, str] = field(default_factory=dict)
    external_id: str = ""
    begun_earlier: bool = False
    practice: bool = False

    def body_for_digest(self) -> dict[str, Any]:
        return dict(vars(self))


@dataclass(frozen=True)
class Submitted:
    """What the person is told: the number to quote, the code to track with, the date promised."""

    case_id: uuid.UUID
    number: str
    code: str
    token: str
    promised_at: dt.datetime | None
    new: bool = True


def check(submission: Submission) -> None:
    """Raises Invalid with a message for each field that breaks a rule."""
    problems: dict[str, Text] = {}
    if submission.kind not in _KINDS:
        problems["kind"] = _("Choose what kind of request this is.")
    if not submission.title.strip():
        problems["title"] = _("Say in one line what it is about.")
    _too_long(problems, "title", submission.title, TITLE_MOST)
    _too_long(problems, "body", submission.body, BODY_MOST)
    _too_long(problems, "place", submission.place, PLACE_MOST)
    asked_for = submission.service_version_id or submission.event_id
    if submission.kind == Kind.APPLICATION and asked_for is None:
        problems["service"] = _("Choose the service you apply for.")
    if submission.kind == Kind.APPLICATION and submission.privacy != Case.Privacy.OPEN:
        problems["privacy"] = _("An application needs a name: it cannot be anonymous or confidential.")
    if submission.urgency not in _URGENCIES:
        problems["urgency"] = _("Choose how urgent it is.")
    if submission.privacy not in _PRIVACIES:
        problems["privacy"] = _("Choose whether your name may be seen.")
    if problems:
        raise Invalid(_("Some answers need another look."), fields=problems)


def _too_long(problems: dict[str, Text], name: str, text: str, most: int) -> None:
    if len(text) > most:
        problems[name] = _(
            "This has %(length)d characters; at most %(most)d fit. Shorten it or attach a file."
        ) % {
            "length": len(text),
            "most": most,
        }


def clean(text: str) -> str:
    """Text as stored: no NUL or other control characters but line breaks and tabs, ends trimmed."""
    return _CONTROL.sub("", text.replace("\r\n", "\n")).strip()
