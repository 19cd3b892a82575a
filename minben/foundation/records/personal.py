"""What each room holds of a person: how it is exported, and how it is erased (DESIGN §4.7).

A room declares, for every model with a path to the party, which fields are personal and which are not. A guard
test holds that no text, date or JSON field of such a model is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models

from .errors import Text

Export = Callable[[Iterable[UUID]], list[dict[str, Any]]]
Erase = Callable[[Iterable[UUID]], int]
Hold = Callable[[Iterable[UUID]], Text]


@dataclass(frozen=True)
class Personal:
    """``party_path`` is the look-up from the model to the party's id, like "party_id" or "case__party_id".

    ``export`` and ``erase`` are given the ids of the parties of one customer; ``erase`` returns how many rows
    it emptied. Left out, they are made from ``fields``: rows as they are, and text emptied to "". ``hold`` may say
    why something cannot be erased yet; "" when nothing stands against it.
    """

    model: type[models.Model]
    party_path: str
    fields: tuple[str, ...]
    not_personal: tuple[str, ...] = ()
    export: Export | None = None
    erase: Erase | None = None
    hold: Hold | None = None

    def exported(self, party_ids: Iterable[UUID]) -> list[dict[str, Any]]:
        return (
            self.export(party_ids) if self.export else list(self._rows(party_ids).values("id", *self.fields))
        )

    def erased(self, party_ids: Iterable[UUID]) -> int:
        if self.erase is not None:
            return self.erase(party_ids)
        return self._rows(party_ids).update(**{name: _empty(self.model, name) for name in self.fields})

    def _rows(self, party_ids: Iterable[UUID]) -> models.QuerySet[Any]:
        return self.model._default_manager.filter(**{f"{self.party_path}__in": list(party_ids)})


_held: dict[str, Personal] = {}
_impersonal: dict[str, tuple[str, ...]] = {}


def holds_personal(declared: Personal) -> Personal:
    """Register what a room holds. Raises ValueError for a model declared twice."""
    label = declared.model._meta.label
    if label in _held:
        raise ValueError(f"{label} is declared twice.")
    _held[label] = declared
    return declared


def holds_nothing_personal(model: type[models.Model], *fields: str) -> None:
    """Say that a model with a path to somebody tells nothing about that person in these fields."""
    _impersonal[model._meta.label] = fields


def all_personal() -> dict[str, Personal]:
    return dict(_held)


def export_of(party_ids: Iterable[UUID]) -> dict[str, list[dict[str, Any]]]:
    """Everything held of one customer, by model, for the person's own copy."""
    ids = list(party_ids)
    return {label: one.exported(ids) for label, one in sorted(_held.items())}


def objections(party_ids: Iterable[UUID]) -> list[Text]:
    """What must be done before this customer can be erased."""
    ids = list(party_ids)
    said = [one.hold(ids) for one in _held.values() if one.hold is not None]
    return [reason for reason in said if reason]


def erase_all(party_ids: Iterable[UUID]) -> dict[str, int]:
    """Empty everything held of one customer; rows stay as tombstones. Call it in a transaction, with an audit line.

    In the order of registration: lower rooms first, so that what is made anew above shows no name any more.
    """
    ids = list(party_ids)
    return {label: one.erased(ids) for label, one in _held.items()}


def undeclared(model: type[models.Model]) -> list[str]:
    """Text, JSON and date fields of ``model`` that its room said nothing about."""
    declared = _held.get(model._meta.label)
    known = set(declared.fields + declared.not_personal) if declared else set()
    known |= set(_impersonal.get(model._meta.label, ()))
    return [
        field.name
        for field in model._meta.concrete_fields
        if _may_be_personal(field) and field.name not in known
    ]


def _may_be_personal(field: models.Field[Any, Any]) -> bool:
    free = (models.CharField, models.TextField, models.JSONField, models.DateField)
    return isinstance(field, free) and not isinstance(field, models.DateTimeField) and not field.choices


def _empty(model: type[models.Model], name: str) -> Any:
    field = model._meta.get_field(name)
    return None if getattr(field, "null", False) else getattr(field, "get_default", lambda: "")()
