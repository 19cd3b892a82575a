"""Writing a row only when it differs, so that applying the same content twice changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import Model

M = TypeVar("M", bound=Model)


def put(model: type[M], key: Mapping[str, Any], values: Mapping[str, Any]) -> tuple[M, dict[str, Any] | None]:
    """The row with ``key`` holding ``values``; beside it what it held before.

    The second part is ``{}`` for a new row, None when nothing had to change.
    """
    row = model._default_manager.filter(**key).first()
    if row is None:
        return model._default_manager.create(**key, **values), {}
    before = {name: getattr(row, name) for name, value in values.items() if getattr(row, name) != value}
    if not before:
        return row, None
    for name in before:
        setattr(row, name, values[name])
    row.save()
    return row, before
