"""Keys made in the application: UUIDv7 (RFC 9562), so that keys sort by the time they were made."""

from __future__ import annotations

import datetime as dt
import uuid

import uuid_utils
from uuid_utils.compat import uuid7

UTC = dt.UTC
HIGHEST_ID = uuid.UUID(int=2**128 - 1)
"""Above every key: where a list begins that goes downwards."""
_NANOS = 1_000_000_000
_set_int = uuid.UUID.__dict__["int"].__set__
_set_safe = uuid.UUID.__dict__["is_safe"].__set__
_UNKNOWN = uuid.SafeUUID.unknown


def new_id() -> uuid.UUID:
    """A fresh UUIDv7. Keys made later in the same process are greater, even within a millisecond.

    A dozen are made for each case, so the standard library's object is filled directly.
    """
    made = object.__new__(uuid.UUID)
    _set_int(made, uuid_utils.uuid7().int)
    _set_safe(made, _UNKNOWN)
    return made


def new_id_text() -> str:
    """A :func:`new_id` for a row that is written as text."""
    return str(uuid_utils.uuid7())


def id_at(moment: dt.datetime, *, after: uuid.UUID | None = None) -> uuid.UUID:
    """A fresh UUIDv7 carrying ``moment`` (aware), for history that is imported with its true time.

    Of two keys of one millisecond either may be the greater; ``after`` a key of that millisecond this one sorts.
    Raises ValueError for a naive moment, or one before 1970 (UUIDv7 counts from there).
    """
    if moment.tzinfo is None:
        raise ValueError("An id needs an aware moment; attach a time zone first.")
    seconds = moment.timestamp()
    if seconds < 0:
        raise ValueError("UUIDv7 cannot carry a moment before 1970.")
    made = uuid7(nanoseconds=int(seconds * _NANOS))
    if after is not None and made.int >> 80 == after.int >> 80 and made < after:
        return uuid.UUID(int=after.int + 1)
    return made


def moment_of(key: uuid.UUID) -> dt.datetime:
    """The moment (UTC, to the millisecond) inside a UUIDv7."""
    return dt.datetime.fromtimestamp((key.int >> 80) / 1000, tz=UTC)


def lowest_id(moment: dt.datetime) -> uuid.UUID:
    """The smallest possible key of ``moment``: a bound for partitions and keyset pages, never a key."""
    return uuid.UUID(int=int(moment.timestamp() * 1000) << 80)
