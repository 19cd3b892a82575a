"""The text of each letter: as it came with the installation, and as designers wrote it on the screen.

A change is a version of the settings ``letter_…``, so that it has a history, a way back and a place in the configuration
file. A letter keeps the version that it was made of.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext_lazy as _

from minben.channels.marks import wrong_with
from minben.channels.rendering import fill, variables_of
from minben.foundation.options import held
from minben.foundation.options.groups import Group, Kind, Option, Values, Wrong, declare
from minben.foundation.records.errors import Text

from .kinds import LETTERS, Letter

SCREEN = "letters"
SHIPPED = Path(__file__).parent / "texts.yaml"
BY_ITSELF, BY_AN_OFFICER = "step", "officer"
LONGEST = {"title": 60, "body": 6000}
_BETWEEN = re.compile(r"\n\s*\n")


def group_name(letter: str) -> str:
    return f"letter_{letter}"


def texts_of(letter: str) -> dict[str, Any]:
    """``title`` and ``body`` by language, and ``made``: with the step, or by an officer only."""
    return held.of(group_name(letter))


def version_of(letter: str) -> int:
    """How often the text was changed; 0 is as it came."""
    return held.version_of(group_name(letter))


def made_by_itself(letter: str) -> bool:
    return bool(texts_of(letter)["made"] == BY_ITSELF)


def filled(text: str, facts: Mapping[str, str]) -> str:
    """``text`` with the facts in it. A paragraph that names a fact which this case has not is left out.

    A fact is never read for marks again. Raises Invalid for a mark that is no fact.
    """
    kept = [part for part in _BETWEEN.split(text) if all(facts.get(name, "-") for name in variables_of(part))]
    return "\n\n".join(fill(part, facts) for part in kept)


@cache
def shipped() -> dict[str, Any]:
    """What lies in the file: ``letters`` by name, and ``samples`` of facts."""
    content: dict[str, Any] = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    return content


def _options(letter: Letter) -> tuple[Option, ...]:
    text = shipped()["letters"][letter.name]
    choices = (
        (BY_ITSELF, _("By itself, with the step")),
        (BY_AN_OFFICER, _("Only when an officer makes it on the case")),
    )
    hint = _(
        "An empty line parts paragraphs. A paragraph with a mark for which a case has nothing is left out."
    )
    return (
        Option("title", _("Title"), Kind.TEXTS, text["title"], most=LONGEST["title"]),
        Option("body", _("Text"), Kind.TEXTS, text["body"], help=hint, most=LONGEST["body"]),
        Option("made", _("When it is made"), Kind.CHOICE, BY_ITSELF, choices=choices),
    )


def _check(letter: Letter, values: Values) -> Wrong:
    """By option and language (``body.en``): marks that nobody fills in, and those that must be there."""
    return {
        f"{option}.{language}": problem
        for option in LONGEST
        for language, text in values[option].items()
        if (problem := _problem(letter, text, title=option == "title")) is not None
    }


def _problem(letter: Letter, text: str, *, title: bool) -> Text | None:
    if title and (variables_of(text) or "\n" in text):
        return _("A title is one line and holds no marks.")
    return wrong_with(text, known=list(letter.facts), needed=() if title else letter.needed)


for _letter in LETTERS.values():
    declare(
        Group(
            group_name(_letter.name),
            _letter.label,
            _letter.when,
            partial(_options, _letter),
            policy="letter.design",
            check=partial(_check, _letter),
            part_of=SCREEN,
        )
    )
