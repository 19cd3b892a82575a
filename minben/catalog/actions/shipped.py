"""The lists that every installation begins with: stages of life, topics, request categories. They name no place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from minben.catalog.models import Category, LifeStage, Topic
from minben.catalog.shipped import read_list
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require

from .load_lists import load_categories, load_stages, load_topics

Line = Mapping[str, Any]


@transaction.atomic
def add_lists(actor: Actor) -> list[str]:
    """Bring each list of which nothing is there yet; the names of those that came. What people made is left alone."""
    require(actor, "catalog.edit")
    missing = [name for name, (model, _load) in _LISTS.items() if not model.objects.exists()]
    for name in missing:
        _LISTS[name][1](read_list(name))
    return missing


def _each(load: Callable[[Line], bool]) -> Callable[[list[Line]], None]:
    def all_of(lines: list[Line]) -> None:
        for line in lines:
            load(line)

    return all_of


def _tree(lines: list[Line]) -> None:
    load_categories({"categories": lines})


_LISTS: dict[str, tuple[type[LifeStage] | type[Topic] | type[Category], Callable[[list[Line]], None]]] = {
    "stages": (LifeStage, _each(load_stages)),
    "topics": (Topic, _each(load_topics)),
    "categories": (Category, _tree),
}
"""In the order in which they lean on one another."""
