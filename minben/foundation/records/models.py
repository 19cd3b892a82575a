"""The base of every stored thing."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

from django.db import models
from django.utils.functional import Promise

from .ids import moment_of, new_id


class Record(models.Model):
    """A row with a UUIDv7 key made in the application (DESIGN §3: ids)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.id}"

    @property
    def made_at(self) -> dt.datetime:
        """When the key was minted: for imported history, the true time of the thing."""
        return moment_of(self.id)


class GrowingRecord(Record):
    """A row of a table that only grows: partitioned by month of its key.

    Its migration must use :class:`~minben.foundation.records.partitions.CreatePartitionedModel`.
    ``BY_YEAR``: read by its subject over all time, so the months of years gone are merged, and a look goes through
    ten partitions, not a hundred. ``KEPT_MONTHS``: its retention unless another is chosen; None is for ever.
    ``LEAST_MONTHS``: no choice goes below. The database itself keeps the last year whatever is asked, which is longer
    than the six months of logs (網絡安全法 art. 21) and the five of proof of messages that the law asks for.
    """

    BY_YEAR: ClassVar[bool] = False
    KEPT_MONTHS: ClassVar[int | None] = None
    LEAST_MONTHS: ClassVar[int] = 12
    KEPT_CALLED: ClassVar[str | Promise] = ""
    KEPT_WHY: ClassVar[str | Promise] = ""

    class Meta:
        abstract = True


class IdempotencyKey(Record):
    """One remembered answer for (caller, key): the same request again gets it, another body is refused.

    Kept 24 hours (DESIGN §3: idempotency).
    """

    caller = models.CharField(max_length=80)
    key = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    result = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["caller", "key"], name="one_answer_per_key")]


def as_uuid(value: uuid.UUID | str) -> uuid.UUID:
    return value if isinstance(value, uuid.UUID) else uuid.UUID(value)
