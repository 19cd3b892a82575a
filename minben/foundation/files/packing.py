"""The table of contents of a packed file, read only when it is of a size that people's files have."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from typing import IO, Any

MOST_PARTS = 5_000
_LONGEST_ENTRY = 400
"""Bytes an entry of the table takes, name and extras with it, on the average of a real file far less."""
_end_of: Callable[[IO[bytes]], Any] = getattr(zipfile, "_EndRecData")  # noqa: B009 – not in its public face
_SIZE = 5


def parts_of(file: IO[bytes]) -> list[zipfile.ZipInfo]:
    """Its entries. Raises BadZipFile when it is no archive, or its table of contents alone would fill the memory.

    The table is measured first, as ``zipfile`` will read it: each entry becomes an object of half a kilobyte, whatever
    the file says about their number.
    """
    try:
        end = _end_of(file)
    except OSError as error:
        raise zipfile.BadZipFile("its end cannot be read") from error
    if not end or end[_SIZE] > MOST_PARTS * _LONGEST_ENTRY:
        raise zipfile.BadZipFile("there is no table of contents, or it has no end")
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        raise zipfile.BadZipFile("it has more parts than a document")
    return parts
