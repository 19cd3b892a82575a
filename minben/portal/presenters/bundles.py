"""A life event as one application: what it is about, which parts apply, and what is sent."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from minben.cases.actions.bundle import Wanted
from minben.cases.actions.draft import Held
from minben.cases.applications import fees
from minben.cases.applications.matter import MatterPart, Role, roles_of
from minben.cases.intake import Submission
from minben.catalog.queries.bundles import Bundle
from minben.foundation.access.actor import Actor
from minben.foundation.records.translated import localized
from minben.payments.money import shown

from .applications import Application, filled_in

PREFIX = "bundle:"
CHOSEN, TOLD = "chosen", "told"


def form_of(slug: str) -> str:
    return f"{PREFIX}{slug}"[:80]


def chosen_of(held: Held) -> list[str]:
    found: list[str] = held.data.get(CHOSEN, [])
    return found


def application(bundle: Bundle, keys: Collection[str]) -> Application:
    """The one form of the parts that were chosen."""
    return Application(localized(bundle.event.name), bundle.form(keys).questions, bundle.materials(keys))


def build(
    actor: Actor,
    bundle: Bundle,
    keys: Collection[str],
    answers: Mapping[str, Any],
    files: Sequence[Mapping[str, Any]],
    region: str,
) -> tuple[Submission, list[Wanted]]:
    """The whole as a request, and its parts."""
    made = application(bundle, keys)
    whole = dataclasses.replace(
        filled_in(actor, made, answers, files, region),
        event_id=bundle.event.id,
        jurisdiction_id=bundle.event.lead.jurisdiction_id if bundle.event.lead else None,
    )
    parts = [Wanted(one.key, one.version.id, one.after, one.places) for one in parts_of(bundle, keys)]
    return whole, parts


def parts_of(bundle: Bundle, keys: Collection[str]) -> list[MatterPart]:
    """What is applied for, part by part."""
    places = bundle.form(keys).places
    return [
        MatterPart(one.key, one.version, tuple(sorted(one.part.after)), places[one.key])
        for one in bundle.chosen(keys)
    ]


@dataclass(frozen=True)
class Before:
    """What stands before the sending of the whole. ``fees``: (service, sum in words)."""

    fees: list[tuple[Mapping[str, Any], str]]
    signers: list[Role]


def before_sending(bundle: Bundle, keys: Collection[str]) -> Before:
    versions = [one.version for one in bundle.chosen(keys)]
    language = get_language() or "zh-hant"
    found = [(v.name, fee) for v in versions if fees.paid_before(v) and (fee := fees.owed(v))]
    return Before(
        [(name, shown(fee.amount, fee.currency, language)) for name, fee in found], roles_of(versions)
    )
