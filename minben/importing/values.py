"""One field of one row, read as its mapping says."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Mapping as Texts
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from minben.foundation.records.errors import Invalid
from minben.foundation.textsearch import fold

from . import moments
from .mapping import Mapping, Spec

Value = str | list[str] | dt.date | None


def texts(cells: Texts[str, str], spec: Spec | None) -> str:
    """The field as a text: "" when it is empty."""
    if spec is None:
        return ""
    if not spec.columns:
        return "" if spec.constant is None else str(spec.constant)
    raw = _joined(cells, spec.columns)
    raw = "" if raw in spec.empty else raw
    if spec.pattern:
        found = re.search(spec.pattern, raw)
        raw = found.group(1) or "" if found else ""
    if spec.words:
        return _by_words(raw, spec)
    return _mapped(raw, spec) if spec.map else raw or spec.otherwise or ""


def _joined(cells: Texts[str, str], columns: Sequence[str]) -> str:
    if len(columns) == 1:
        return cells[columns[0]].strip()
    return "\n".join(part for name in columns if (part := cells[name].strip()))


def constant_or_text(cells: Texts[str, str], spec: Spec | None) -> Any:
    """As :func:`texts`, but a constant keeps its shape (a list, a text by language)."""
    if spec is not None and not spec.columns:
        return spec.constant
    return texts(cells, spec)


def words(cells: Texts[str, str], spec: Spec | None) -> list[str]:
    """The field as a list, split where the mapping says; each word once."""
    value = constant_or_text(cells, spec)
    if isinstance(value, list):
        return value
    parts = value.split(spec.split) if value and spec is not None and spec.split else [value or ""]
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def day(cells: Texts[str, str], spec: Spec | None) -> dt.date | None:
    text = texts(cells, spec)
    return moments.day(text, spec.day or ("iso",)) if text and spec is not None else None


def moment(cells: Texts[str, str], spec: Spec, mapping: Mapping) -> dt.datetime | None:
    text = texts(cells, spec)
    return moments.moment(text, spec.moment or ("iso",), mapping.zone) if text else None


def key_of(cells: Texts[str, str], mapping: Mapping) -> str:
    """What tells this row from all others of its source. Raises Invalid when it is empty."""
    found = "/".join(cells[name].strip() for name in mapping.key)
    if not found.strip("/"):
        raise Invalid(_("The key (%(columns)s) is empty.") % {"columns": ", ".join(mapping.key)})
    return found


def _by_words(text: str, spec: Spec) -> str:
    """The first value one of whose words the text holds, in either script."""
    folded = fold(text)
    for value, wanted in spec.words.items():
        if any(_folded(word) in folded for word in wanted):
            return value
    return spec.otherwise or ""


@functools.cache
def _folded(word: str) -> str:
    return fold(word)


def _mapped(text: str, spec: Spec) -> str:
    if text in spec.map:
        return spec.map[text]
    if spec.otherwise is not None:
        return spec.otherwise
    raise Invalid(
        _("“%(text)s” in %(columns)s is not in the mapping's list.")
        % {"text": text[:60], "columns": ", ".join(spec.columns)}
    )
