"""The list of notices: each with its words by channel, and whether they were changed here."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from minben.channels import sampling, wording
from minben.channels.notices import CHANNELS, NOTICES
from minben.channels.sampling import Seen
from minben.foundation.access.actor import Actor
from minben.foundation.options import held, queries
from minben.foundation.records.errors import Text

from .settings import Standing, standing_of


@dataclass(frozen=True)
class Line:
    """A notice: where it is changed, and how it reads by channel, with sample values."""

    standing: Standing
    channels: tuple[tuple[Text, Seen], ...]


def lines(actor: Actor) -> list[Line]:
    """In the order in which they are declared; the words are those of the reader's language."""
    found = {one.group.name: one for one in standing_of(queries.groups_of(actor, wording.SCREEN))}
    names = [name for name in NOTICES if wording.group_name(name) in found]
    return [Line(found[wording.group_name(name)], _channels(name)) for name in names]


def _channels(name: str) -> tuple[tuple[Text, Seen], ...]:
    seen = sampling.seen(name, held.of(wording.group_name(name)))
    language = get_language() or "zh-hant"
    return tuple(
        (CHANNELS[channel], next((one for one in texts if one.language == language), texts[0]))
        for channel, texts in seen.items()
    )
