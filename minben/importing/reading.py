"""Rows of a file as texts by column: CSV (also packed with gzip), Excel workbooks, JSON lines.

Nothing is dropped: a row that cannot be read comes out with the reason why. Only a file that is not what it says
to be, or would fill the machine, is refused as a whole.
"""

from __future__ import annotations

import csv
import gzip
import io
import itertools
import json
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from minben.foundation.records.errors import Invalid
from minben.foundation.records.hostile import NO_JSON

from .encodings import detect
from .workbooks import sheet_rows

DAMAGED = (OSError, EOFError, zlib.error)
MOST_BYTES = 2_000_000_000
MOST_IN_A_CELL = 100_000
_LONGEST_FIELD = 32_000_000
"""One cell longer than this is a quotation mark that nobody closed; reading ends there."""
_PEEK = 1 << 20
_SURROGATE = re.compile("[\ud800-\udfff]")
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"


@dataclass(frozen=True)
class Row:
    """One row. ``number`` counts as a spreadsheet shows it: the head is row 1. ``problem``: why it cannot be used."""

    number: int
    cells: dict[str, str] = field(default_factory=dict)
    raw: tuple[str, ...] = ()
    problem: str = ""


@dataclass
class Table:
    """The head and the rows of an opened file; ``position`` tells how many bytes of ``size`` are read."""

    head: list[str]
    rows: Iterator[Row]
    size: int
    position: Callable[[], int]


def open_table(
    path: Path, *, encoding: str = "", language: str = "zh-hant", delimiter: str = "", sheet: str = ""
) -> Table:
    """The table in a file, whatever its kind: by its first bytes, then by its name. Raises Invalid."""
    try:
        file = path.open("rb", buffering=_PEEK)
        start = file.read(4)
    except OSError as error:
        why = error.strerror or str(error)
        raise Invalid(_("%(file)s cannot be opened: %(why)s") % {"file": path, "why": why}) from error
    file.seek(0)
    size = path.stat().st_size
    if start.startswith(_ZIP):
        head, rows = _headed(sheet_rows(file, sheet))
        return Table(head, _rows(head, rows), size, _position(file, size))
    plain = _unpacked(file) if start.startswith(_GZIP) else file
    text = _text(plain, encoding, language)
    if path.name.removesuffix(".gz").endswith((".jsonl", ".ndjson")):
        head, objects = _json_lines(text)
        return Table(head, objects, size, _position(file, size))
    head, rows = _headed(_csv(text, delimiter))
    return Table(head, _rows(head, rows), size, _position(file, size))


def _position(file: IO[bytes], size: int) -> Callable[[], int]:
    """How far the file is read; at its end it may be closed already."""
    return lambda: size if file.closed else file.tell()


def need(table: Table, columns: Iterable[str], path: Path) -> None:
    """Raises Invalid unless the table has every column the mapping reads."""
    missing = sorted(set(columns) - set(table.head))
    if missing:
        raise Invalid(
            _("%(file)s does not fit the mapping: it has no column %(missing)s. Its columns are: %(head)s.")
            % {"file": path.name, "missing": ", ".join(missing), "head": ", ".join(table.head)[:400]}
        )


def _unpacked(file: IO[bytes]) -> IO[bytes]:
    return gzip.GzipFile(fileobj=file)  # type: ignore[return-value]


def _text(file: IO[bytes], encoding: str, language: str) -> Iterator[str]:
    """Lines. What cannot be decoded comes through as lone surrogates, and its row is refused later."""
    buffered = io.BufferedReader(file, _PEEK) if not isinstance(file, io.BufferedReader) else file  # type: ignore[type-var]
    try:
        found = encoding or detect(buffered.peek(_PEEK)[:_PEEK], language)
    except DAMAGED as error:
        raise Invalid(_("The file is damaged: it cannot be unpacked.")) from error
    if found == "utf-8":
        found = "utf-8-sig"
    wrapper = io.TextIOWrapper(buffered, found, errors="surrogateescape", newline="")
    return _measured(wrapper)


def _measured(lines: IO[str]) -> Iterator[str]:
    total = 0
    for line in iter(lambda: lines.readline(_LONGEST_FIELD), ""):
        total += len(line)
        if total > MOST_BYTES:
            raise Invalid(_("The file is too large when unpacked. Split it."))
        yield line


def _csv(lines: Iterator[str], delimiter: str) -> Iterator[list[str] | str]:
    """Rows of cells, or a text where reading had to end."""
    csv.field_size_limit(_LONGEST_FIELD)
    first = next(lines, "")
    reader = csv.reader(itertools.chain([first], lines), delimiter=delimiter or _delimiter(first))
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield _(
                "From here on the file cannot be read: a quotation mark is not closed, or a cell is endless."
            )
            return
        except DAMAGED:
            yield _("The file ends here before its end: it is cut off or damaged.")
            return


def _delimiter(head: str) -> str:
    return max(",;\t|", key=head.count)


def _headed(rows: Iterator[list[str] | str]) -> tuple[list[str], Iterator[list[str] | str]]:
    head = next(rows, None)
    if not isinstance(head, list) or not any(cell.strip() for cell in head):
        raise Invalid(_("The file has no head: its first row must name the columns."))
    names = [cell.strip() for cell in head]
    twice = sorted(name for name, count in Counter(names).items() if name and count > 1)
    if twice:
        raise Invalid(_("Two columns have the same name: %(names)s.") % {"names": ", ".join(twice)})
    return names, rows


def _rows(head: Sequence[str], rows: Iterator[list[str] | str]) -> Iterator[Row]:
    for number, cells in enumerate(rows, start=2):
        if isinstance(cells, str):
            yield Row(number, problem=cells)
        elif any(cells):
            yield _row(number, head, cells)


def _row(number: int, head: Sequence[str], cells: Sequence[str]) -> Row:
    raw = tuple(cells)
    if len(cells) != len(head):
        why = _("It has %(found)d cells, the head has %(wanted)d.")
        return Row(number, raw=raw, problem=why % {"found": len(cells), "wanted": len(head)})
    return Row(number, dict(zip(head, cells, strict=True)), raw, unfit(zip(head, cells, strict=True)))


def unfit(cells: Iterable[tuple[str, str]]) -> str:
    """Why a row cannot be stored as it is, or ""."""
    for name, text in cells:
        if "\0" in text:
            return _("%(column)s holds a NUL character.") % {"column": name}
        if not text.isascii() and _SURROGATE.search(text):
            return _("%(column)s holds bytes that are not of the file's encoding.") % {"column": name}
        if len(text) > MOST_IN_A_CELL:
            why = _("%(column)s has %(length)d characters; at most %(most)d fit.")
            return why % {"column": name, "length": len(text), "most": MOST_IN_A_CELL}
    return ""


def _json_lines(lines: Iterator[str]) -> tuple[list[str], Iterator[Row]]:
    """The columns are those of the first object; an object without one of them has it empty."""
    first = next((row for line in lines if (row := _object(1, line)) is not None), None)
    if first is None or first.problem:
        raise Invalid(_("The first line is no JSON object: the file is not JSON lines."))
    head = list(first.cells)
    return head, _filled(head, first, lines)


def _filled(head: list[str], first: Row, lines: Iterator[str]) -> Iterator[Row]:
    others = (_object(number, line) for number, line in enumerate(lines, start=2))
    for row in itertools.chain([first], others):
        if row is None:
            continue
        cells = {name: row.cells.get(name, "") for name in head} | row.cells
        yield Row(row.number, cells, row.raw, row.problem or unfit(cells.items()))


def _object(number: int, line: str) -> Row | None:
    if not line.strip():
        return None
    try:
        found = json.loads(line)
    except NO_JSON:
        found = None
    if not isinstance(found, dict):
        return Row(
            number, raw=(line.rstrip("\n")[:MOST_IN_A_CELL],), problem=_("This line is no JSON object.")
        )
    cells = {str(name): _plain(value) for name, value in found.items()}
    return Row(number, cells, tuple(cells.values()))


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
