"""In-place help: what each page of the desk is for, kept as a content file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from minben.foundation.records.translated import Localized, localized

TOPICS = Path(__file__).parent / "help" / "topics.yaml"


@dataclass(frozen=True)
class Topic:
    """The words for one or several pages; ``guide`` is the how-to that says more."""

    name: str
    pages: tuple[str, ...]
    guide: str
    texts: dict[str, dict[str, str]]

    def _said(self, part: str) -> Localized:
        return localized(self.texts.get(part))

    @property
    def title(self) -> Localized:
        return self._said("title")

    @property
    def purpose(self) -> Localized:
        return self._said("for")

    @property
    def marks(self) -> Localized:
        return self._said("marks")


@cache
def topics() -> dict[str, Topic]:
    """By name, in the order of the file."""
    rows: list[dict[str, Any]] = yaml.safe_load(TOPICS.read_text(encoding="utf-8"))
    return {row["topic"]: _topic(row) for row in rows}


def _topic(row: dict[str, Any]) -> Topic:
    texts: dict[str, dict[str, str]] = {part: row[part] for part in ("title", "for", "marks") if part in row}
    return Topic(row["topic"], tuple(row["pages"]), row["guide"], texts)


@cache
def _by_page() -> dict[str, Topic]:
    return {page: topic for topic in topics().values() for page in topic.pages}


def topic_of(view_name: str) -> Topic | None:
    """The topic of a page of the desk, by the name of its address; None for a page without help."""
    door, _colon, name = view_name.rpartition(":")
    return _by_page().get(name) if door == "desk" else None
