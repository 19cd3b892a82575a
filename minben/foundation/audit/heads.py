"""The heads of the chain, written outside the database: what is cut off inside shows here.

One JSON line for each seal in ``DATA_DIR/seals/heads.jsonl``. Keep a copy of the file on another machine.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

TAIL = 64 * 1024


@dataclass(frozen=True)
class Head:
    trail: str
    position: int
    digest: str


def path() -> Path:
    return Path(settings.DATA_DIR) / "seals" / "heads.jsonl"


def append(heads: Iterable[Head]) -> None:
    """Write and force to disk. Several workers of one machine take turns."""
    lines = "".join(json.dumps(asdict(head)) + "\n" for head in heads)
    path().parent.mkdir(parents=True, exist_ok=True)
    with path().open("a", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(lines)
        file.flush()
        os.fsync(file.fileno())


def last_position(trail: str) -> int:
    """The newest position written for ``trail``, 0 for none. Reads the end of the file only, unless it must."""
    if not path().exists():
        return 0
    with path().open("rb") as file:
        file.seek(max(0, path().stat().st_size - TAIL))
        found = [h.position for h in _parse(file.read().decode(errors="replace")) if h.trail == trail]
    return max(found) if found else max((h.position for h in read(trail)), default=0)


def read(trail: str) -> Iterator[Head]:
    """Every head of ``trail`` in the order written; a half-written last line is passed over."""
    if path().exists():
        with path().open(encoding="utf-8") as file:
            yield from (head for line in file for head in _parse(line) if head.trail == trail)


def _parse(text: str) -> Iterator[Head]:
    for line in text.splitlines():
        try:
            yield Head(**json.loads(line))
        except (ValueError, TypeError):
            continue
