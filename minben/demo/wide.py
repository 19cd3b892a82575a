"""A city of a million: what lies beyond the small practice city, streamed by COPY in bounded memory.

People beyond the first 20,000 are the same kind of people; each has ten years' worth of short contacts, and every tenth a
finished or running request. Number ``n`` is always the same person with the same contacts. A chunk is there whole or
not at all, so a killed load goes on where it stopped; what exists is never written twice.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from minben.cases.models import Interaction
from minben.foundation.records.copying import copy_values
from minben.foundation.records.ids import UTC
from minben.foundation.records.partitions import ensure_partitions

from .people import person_id

SMALL = 20_000
"""Up to here the practice city is as it always was: ``make demo``."""
CHUNK = 5_000
CASES_EACH = 0.1
CONTACTS = range(5, 16)
"""So many contacts a person, ten on average; people differ as they do."""
FIRST = dt.datetime(2016, 11, 1, tzinfo=UTC)
LAST = dt.datetime(2026, 11, 1, tzinfo=UTC)
_FIRST_MS, _LAST_MS = (int(moment.timestamp() * 1000) for moment in (FIRST, LAST))
COLUMNS = (
    *("id", "party_id", "case_id", "direction", "channel", "kind", "summary"),
    *("body", "staff_id", "seconds", "external_id"),
)
SUMMARIES: Sequence[tuple[str, str, str, str, bool]] = (
    ("in", "phone", "call", "來電詢問辦理進度", True),
    ("in", "phone", "call", "來電詢問辦事大廳開放時間", True),
    ("in", "phone", "call", "來電詢問社保繳費", True),
    ("in", "phone", "call", "來電反映停車問題，已說明處理方式", True),
    ("out", "phone", "call", "電話告知所需材料", True),
    ("out", "phone", "call", "電話告知已可領取證件", True),
    ("in", "counter", "visit", "到窗口詢問，當場解答", False),
    ("in", "counter", "visit", "到窗口補交材料", False),
    ("in", "web", "message", "網上留言詢問預約", False),
    ("in", "web", "message", "網上留言詢問補貼條件", False),
    ("out", "sms", "message", "簡訊提醒證件即將到期", False),
    ("out", "sms", "message", "簡訊提醒預約時間", False),
    ("in", "chat", "message", "線上詢問公積金提取", False),
    ("out", "mail", "message", "信件答覆已寄出", False),
)


def ensure_room() -> None:
    """Make the months of ten years for contacts; for other tables the newest are made by the worker."""
    ensure_partitions(FIRST.date(), LAST.date(), tables=[Interaction._meta.db_table])


def write_contacts(numbers: Iterable[int]) -> None:
    """The contacts of these people, streamed: nothing is kept."""
    copy_values(Interaction._meta.db_table, COLUMNS, _contacts(numbers))


def _contacts(numbers: Iterable[int]) -> Iterator[tuple[Any, ...]]:
    for number in numbers:
        rng, person = random.Random(f"contacts {number}"), person_id(number).hex
        for _n in range(rng.choice(CONTACTS)):
            way, channel, kind, summary, spoken = rng.choice(SUMMARIES)
            seconds = rng.randrange(20, 900) if spoken else None
            yield _key(rng), person, None, way, channel, kind, summary, "", None, seconds, ""


def _key(rng: random.Random) -> str:
    """A UUIDv7 of a moment in these years, in hexadecimal digits."""
    moment, tail = rng.randrange(_FIRST_MS, _LAST_MS), rng.getrandbits(74)
    return f"{moment << 80 | 7 << 76 | tail >> 62 << 64 | 2 << 62 | tail & ((1 << 62) - 1):032x}"
