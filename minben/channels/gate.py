"""The one gate: may this message go out on this channel to this person now? Pure: values in, a decision out.

Sources (lists/notification_rules.csv): classes and caps are this project's defaults [P]; explicit consent and
"refusal stops it" for what is not statutory: 通信短信息服務管理規定 (2015) arts. 18–20 [S75]; quiet hours 21:00–08:00
after the US rule for telephone messages (47 CFR 64.1200(c)(1)), as no Chinese number was found.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

QUIET_FROM, QUIET_UNTIL = dt.time(21), dt.time(8)
WEEK, MONTH = dt.timedelta(days=7), dt.timedelta(days=30)
A_WEEK, A_MONTH = 2, 4


class Kind(StrEnum):
    """The class of a message in law."""

    STATUTORY = "statutory"
    SERVICE = "service"
    POLICY = "policy"
    EMERGENCY = "emergency"
    CODE = "code"


URGENT = frozenset({Kind.EMERGENCY, Kind.CODE})
QUIETED = frozenset({Kind.SERVICE, Kind.POLICY})


class Reason(StrEnum):
    QUIET_HOURS = "quiet-hours"
    NO_ADDRESS = "no-address"
    BAD_ADDRESS = "bad-address"
    NO_TEMPLATE = "no-template"
    NO_CHANNEL = "no-channel"
    SUPPRESSED = "suppressed"
    NO_CONSENT = "no-consent"
    CONSENT_REFUSED = "consent-refused"
    WEEKLY_CAP = "weekly-cap"
    MONTHLY_CAP = "monthly-cap"
    ENDED = "party-ended"


_TEXTS: dict[str, Promise] = {
    Reason.QUIET_HOURS: _("Waits until 08:00: no messages between 21:00 and 08:00."),
    Reason.NO_ADDRESS: _("Not sent: no address for this channel is known."),
    Reason.BAD_ADDRESS: _("Not sent: the address is not valid."),
    Reason.NO_TEMPLATE: _("Not sent: there is no text for this notice on this channel."),
    Reason.NO_CHANNEL: _("Not sent: this channel is not set up."),
    Reason.SUPPRESSED: _("Not sent: this address asked for no more messages, or refused them."),
    Reason.NO_CONSENT: _("Not sent: nobody agreed to messages of this kind."),
    Reason.CONSENT_REFUSED: _("Not sent: the person refused messages of this kind."),
    Reason.WEEKLY_CAP: _("Not sent: two messages of this kind were sent this week already."),
    Reason.MONTHLY_CAP: _("Not sent: four messages of this kind were sent within 30 days already."),
    Reason.ENDED: _("Not sent: the person died or the organisation was dissolved."),
}


def reason_text(why: str) -> Promise | str:
    """A stored reason in the reader's language; a carrier's own words as they are."""
    return _TEXTS.get(why, why)


@dataclass(frozen=True)
class Request:
    """What the gate looks at. ``consent``: True yes, False refused, None never said.

    ``suppressed`` holds the classes the address is closed to ("" stands for every class but emergency and code).
    ``sent`` are the moments of earlier policy messages to the same customer.
    """

    kind: Kind
    channel: str
    now: dt.datetime
    zone: ZoneInfo
    consent: bool | None = None
    suppressed: frozenset[str] = frozenset()
    sent: tuple[dt.datetime, ...] = ()
    asked_for: bool = False
    """The person did something just now that this message answers."""
    ended: bool = False


@dataclass(frozen=True)
class Send:
    pass


@dataclass(frozen=True)
class Hold:
    until: dt.datetime
    why: Reason


@dataclass(frozen=True)
class Refuse:
    why: Reason


Decision = Send | Hold | Refuse


def decide(request: Request) -> Decision:
    """Refusals first, in the order a person would want to hear them; then quiet hours; then send."""
    refused = _closed(request) or _unwanted(request) or _capped(request)
    if refused is not None:
        return Refuse(refused)
    if request.kind not in QUIETED or request.asked_for or request.channel in {"letter", "page"}:
        return Send()
    until = quiet_until(request.now, request.zone)
    return Send() if until is None else Hold(until, Reason.QUIET_HOURS)


def quiet_until(now: dt.datetime, zone: ZoneInfo) -> dt.datetime | None:
    """The end (UTC) of the quiet hours ``now`` falls in, None outside them. Local wall time decides, also on days
    when clocks change."""
    local = now.astimezone(zone)
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return None
    day = local.date() + dt.timedelta(days=1 if local.time() >= QUIET_FROM else 0)
    return dt.datetime.combine(day, QUIET_UNTIL, tzinfo=zone).astimezone(dt.UTC)


def _closed(request: Request) -> Reason | None:
    closed = request.suppressed
    if request.kind in closed or ("" in closed and request.kind not in URGENT):
        return Reason.SUPPRESSED
    return Reason.ENDED if request.ended and request.kind != Kind.STATUTORY else None


def _unwanted(request: Request) -> Reason | None:
    if request.kind == Kind.POLICY and request.consent is not True:
        return Reason.NO_CONSENT if request.consent is None else Reason.CONSENT_REFUSED
    if request.kind == Kind.SERVICE and request.consent is False and not request.asked_for:
        return Reason.CONSENT_REFUSED
    return None


def _capped(request: Request) -> Reason | None:
    if request.kind != Kind.POLICY:
        return None
    ages = [request.now - moment for moment in request.sent]
    if sum(age < WEEK for age in ages) >= A_WEEK:
        return Reason.WEEKLY_CAP
    return Reason.MONTHLY_CAP if sum(age < MONTH for age in ages) >= A_MONTH else None
