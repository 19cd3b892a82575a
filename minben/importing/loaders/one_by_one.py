"""Rows that are written one after the other, each whole or not at all, in one transaction for the chunk."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from enum import Enum

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from minben.agencies.models import Jurisdiction
from minben.foundation.access.actor import Actor
from minben.foundation.records.errors import Problem

from ..departments import Directory
from ..mapping import Mapping
from ..outcome import Outcome, reason
from ..reading import Row
from .base import Loader


class Done(Enum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class OneByOne(Loader):
    """Base of the loaders of the catalogue: a bad row is put back and told, the others of its chunk stay."""

    def __init__(self, actor: Actor, mapping: Mapping, jurisdiction: Jurisdiction) -> None:
        self.actor, self.mapping, self.jurisdiction = actor, mapping, jurisdiction
        self.departments = Directory(actor, jurisdiction, mapping)

    @abstractmethod
    def write(self, row: Row) -> Done:
        """Take in one row. Raises a Problem for one that cannot be taken."""

    def load(self, rows: Sequence[Row]) -> Outcome:
        outcome = Outcome()
        with transaction.atomic():
            for row in rows:
                self._take(row, outcome)
        return outcome

    def _take(self, row: Row, outcome: Outcome) -> None:
        try:
            with transaction.atomic():
                done = self.write(row)
        except Problem as problem:
            self.departments.forget()
            outcome.rejects.append((row, reason(problem)))
        except (DataError, IntegrityError) as error:
            self.departments.forget()
            why = str(error).splitlines()[0]
            outcome.rejects.append((row, _("The database does not take it: %(why)s") % {"why": why}))
        else:
            setattr(outcome, done.value, getattr(outcome, done.value) + 1)
