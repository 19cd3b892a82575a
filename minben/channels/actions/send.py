"""Asking for a message. Nothing goes out here: the message and its outbox entry are rows of the caller's
transaction, a worker carries them after the commit (DESIGN §4.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from minben.channels import gate
from minben.channels.adapters import canonical
from minben.channels.adapters import channels as known_channels
from minben.channels.models import Delivery, Message, MessageTemplate, OutboxEntry
from minben.channels.queries import closed_to, policy_moments
from minben.channels.rendering import render
from minben.channels.wording import as_chosen
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.records.errors import Invalid
from minben.parties import reaching
from minben.parties.queries import Profile, profile

PREFERRED = ("sms", "mail")
"""Tried in this order when neither the caller nor the person says which (lists: 渠道降級)."""


@dataclass(frozen=True)
class _Way:
    """Where a message would go, or why it cannot."""

    template: MessageTemplate | None
    channel: str
    address: str
    refused: gate.Reason | None = None


@transaction.atomic
def send(
    actor: Actor,
    template: str,
    *,
    kind: str,
    party_id: UUID | None = None,
    to: str | None = None,
    channel: str | None = None,
    case_id: UUID | None = None,
    language: str = "zh-hant",
    variables: Mapping[str, object],
    asked_for: bool = False,
    zone: str = "",
    now: dt.datetime | None = None,
) -> UUID | None:
    """Ask for the notice ``template``; the message's id when it goes out or waits, None when the gate refused it.

    ``to`` is an address on ``channel``; without it the customer's own contact is used, on their preferred channel.
    ``language`` is used when the party says none. ``asked_for``: the person did something just now that this
    answers, so quiet hours do not hold it. ``zone`` is the jurisdiction's. Every no is a Delivery row with its
    reason. Raises Invalid when a variable of the text is missing.
    """
    wanted, moment = gate.Kind(kind), now or timezone.now()
    require(actor, "message.send", wanted)
    who = profile(party_id) if party_id is not None else None
    spoken = (who.language if who else "") or language
    way = _way(template, channel, to, who)
    message = _written(way, template, wanted, spoken, variables)
    message.party_id, message.case_id = party_id, case_id
    if way.refused is not None:
        decision: gate.Decision = gate.Refuse(way.refused)
    else:
        decision = gate.decide(_request(message, wanted, who, moment, asked_for, zone))
    message.save(force_insert=True)
    return _settle(message, decision, moment)


def _request(
    message: Message, kind: gate.Kind, who: Profile | None, now: dt.datetime, asked_for: bool, zone: str
) -> gate.Request:
    ids = who.ids if who else ()
    if ids and kind == gate.Kind.POLICY:
        _one_at_a_time(ids[0])
    return gate.Request(
        kind=kind,
        channel=message.channel,
        now=now,
        zone=ZoneInfo(zone or settings.TIME_ZONE),
        consent=who.consent(kind.value) if who else None,
        suppressed=closed_to(message.channel, message.address),
        sent=policy_moments(ids, now) if kind == gate.Kind.POLICY else (),
        asked_for=asked_for,
        ended=bool(who and who.party["state"] in {"ended", "erased"}),
    )


def _one_at_a_time(customer_id: UUID) -> None:
    """Two campaigns that reach one customer at once must see each other's message, or the cap would not hold."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"policy:{customer_id}"])


def _way(name: str, channel: str | None, to: str | None, who: Profile | None) -> _Way:
    templates = as_chosen(name, {t.channel: t for t in MessageTemplate.objects.filter(name=name)})
    order = [channel] if channel else [c for c in ((who.channel if who else ""), *PREFERRED) if c]
    if to and not channel:
        order = ["mail" if "@" in to else "sms"]
    order = [canonical(code) for code in order]
    ways = [_on(code, templates.get(code), to, who) for code in dict.fromkeys(order)]
    return next((way for way in ways if way.refused is None), ways[0])


def _on(channel: str, template: MessageTemplate | None, to: str | None, who: Profile | None) -> _Way:
    address = to or (who.contact(channel) if who else None) or ""
    if channel not in known_channels():
        return _Way(template, channel, "", gate.Reason.NO_CHANNEL)
    if template is None:
        return _Way(None, channel, address[:254], gate.Reason.NO_TEMPLATE)
    if not address:
        return _Way(template, channel, "", gate.Reason.NO_ADDRESS)
    clean = _clean(channel, address)
    if clean is None:
        return _Way(template, channel, "", gate.Reason.BAD_ADDRESS)
    return _Way(template, channel, clean)


def _clean(channel: str, address: str) -> str | None:
    kinds = {"mail": "email", "sms": "phone", "voice": "phone", "chat": "chat"}
    if channel not in kinds:
        return " ".join(address.split())[:254]
    try:
        return reaching.normalise(kinds[channel], address)
    except Invalid:
        return None


def _written(
    way: _Way, name: str, kind: gate.Kind, language: str, variables: Mapping[str, object]
) -> Message:
    subject, body, used = "", "", language
    if way.template is not None:
        subject, body, used = render(way.template, language, variables)
    return Message(
        template=name,
        kind=kind.value,
        channel=way.channel,
        address=way.address,
        language=used,
        subject=subject,
        body=body,
    )


def _settle(message: Message, decision: gate.Decision, now: dt.datetime) -> UUID | None:
    if isinstance(decision, gate.Refuse):
        _note(message, Delivery.Outcome.REFUSED, decision.why)
        return None
    held: dict[str, Any] = {"not_before": now}
    if isinstance(decision, gate.Hold):
        held["not_before"] = decision.until
        _note(message, Delivery.Outcome.HELD, decision.why)
    OutboxEntry.objects.create(id=message.id, rank=0 if message.kind in gate.URGENT else 1, **held)
    return message.id


def _note(message: Message, outcome: Delivery.Outcome, why: str) -> None:
    Delivery.objects.create(message_id=message.id, outcome=outcome, why=why)
