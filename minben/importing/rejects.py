"""Rows that were refused, with the reason in words: a file people open, mend and import again."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from django.utils.translation import gettext as _

from minben.desk.presenters.export import safe

from .reading import Row


class Rejects:
    """The file of one import. An earlier one of the same name is replaced; without a reject none is left."""

    def __init__(self, path: Path, head: Sequence[str]) -> None:
        self.path, self.head = path, head
        self._file: IO[str] | None = None
        self._writer: Any = None

    def __enter__(self) -> Rejects:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.unlink(missing_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def write(self, rejects: Iterable[tuple[Row, str]]) -> None:
        """Add rows in the order of the file. Cells that a spreadsheet would run get an apostrophe before them."""
        for row, why in sorted(rejects, key=lambda found: found[0].number):
            self._open().writerow([row.number, why, *(plain(cell) for cell in row.raw)])
        if self._file is not None:
            self._file.flush()

    def _open(self) -> Any:
        if self._file is None:
            self._file = self.path.open("w", encoding="utf-8-sig", newline="")
            self.path.chmod(0o600)
            self._writer = csv.writer(self._file)
            self._writer.writerow([_("row"), _("reason"), *map(plain, self.head)])
        return self._writer


def plain(cell: str) -> str:
    """Text that can be written: NUL shown as ␀, bytes of no encoding as �, no formula."""
    shown = cell.replace("\0", "␀").encode("utf-8", errors="replace").decode("utf-8")
    return safe(shown)
