"""A life event as one application: what it is about, which parts apply, and what is sent."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from minben.cases.actions.bundle import Wanted
from minben.cases.actions.draft import Held
from minben.cases.intake import Submission
from minben.catalog.queries.bundles import Bundle
from minben.foundation.access.actor import Actor
from minben.foundation.records.translated import localized

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
    form = bundle.form(keys)
    made = application(bundle, keys)
    whole = dataclasses.replace(
        filled_in(actor, made, answers, files, region),
        event_id=bundle.event.id,
        jurisdiction_id=bundle.event.lead.jurisdiction_id if bundle.event.lead else None,
    )
    parts = [
        Wanted(one.key, one.version.id, sorted(one.part.after), form.places[one.key])
        for one in bundle.chosen(keys)
    ]
    return whole, parts
