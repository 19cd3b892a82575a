"""Rows of an Excel workbook as texts, as they are stored: dates as ISO, formulas by their last result."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl.reader.excel import load_workbook

from minben.foundation.files.packing import parts_of
from minben.foundation.records.errors import Invalid

MOST_UNPACKED = 500_000_000
MOST_RATIO = 200
WORDS = 4
"""Sheets are read row by row; what they share (texts, styles) is held in memory, so of it a quarter must do."""
MOST_ROWS = 1_048_576
"""So many rows a spreadsheet has."""
_SMALL = 10_000_000
"""Below this a high ratio is only a dull sheet."""


def sheet_rows(file: IO[bytes], sheet: str = "") -> Iterator[list[str] | str]:
    """Every row of the named sheet, or of the first one. Raises Invalid for what is no workbook, or a bomb."""
    _refuse_bomb(file)
    try:
        book: Any = load_workbook(file, read_only=True, data_only=True)  # type: ignore[no-untyped-call]
        page = book[sheet] if sheet else book.worksheets[0]
    except KeyError as error:
        if not sheet:
            raise Invalid(_("The file is no Excel workbook, or it is damaged.")) from error
        raise Invalid(_("The workbook has no sheet “%(name)s”.") % {"name": sheet}) from error
    except Exception as error:
        raise Invalid(_("The file is no Excel workbook, or it is damaged.")) from error
    return _cells(page)


def _refuse_bomb(file: IO[bytes]) -> None:
    try:
        parts = parts_of(file)
    except zipfile.BadZipFile as error:
        raise Invalid(_("The file is no Excel workbook, or it is damaged.")) from error
    whole = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    words = sum(part.file_size for part in parts if not part.filename.startswith("xl/worksheets/"))
    if max(whole, words * WORDS) > MOST_UNPACKED or (whole > _SMALL and whole > MOST_RATIO * packed):
        raise Invalid(_("The workbook unpacks to far more than a table holds. It was not opened."))


def _cells(page: Any) -> Iterator[list[str] | str]:
    """Rows as wide as the first one: spreadsheets leave out empty cells at the end, or add some."""
    width = 0
    try:
        for row in page.iter_rows(values_only=True, max_row=MOST_ROWS):
            cells = [_text(value) for value in row]
            while len(cells) > width and cells and not cells[-1]:
                cells.pop()
            width = width or len(cells)
            yield cells + [""] * (width - len(cells))
    except Exception:  # noqa: BLE001 – a damaged sheet: what was read is kept
        yield _("The file ends here before its end: it is cut off or damaged.")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
