"""Functions of lists."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from ..limits import Run, check_depth, known, limited
from ..same import same
from ..values import NUMBERS, Span, kind, ordered
from .rule import Rule


def _count(run: Run, values: list[Any]) -> Decimal:
    return Decimal(len(values))


def _sum(run: Run, values: list[Any]) -> Decimal | None:
    numbers = _numbers(run, values)
    return functools.reduce(NUMBERS.add, numbers) if numbers else None


def _mean(run: Run, values: list[Any]) -> Decimal | None:
    total = _sum(run, values)
    return None if total is None else NUMBERS.divide(total, Decimal(len(values)))


def _numbers(run: Run, values: list[Any]) -> list[Decimal] | None:
    """All of them, or None when one is no number."""
    run.spend(len(values))
    found = [known(value) for value in values]
    return found if all(kind(value) is Decimal for value in found) else None


def _least(run: Run, values: list[Any]) -> Any:
    return _first_by("<", run, values)


def _greatest(run: Run, values: list[Any]) -> Any:
    return _first_by(">", run, values)


def _first_by(sign: str, run: Run, values: list[Any]) -> Any:
    run.spend(len(values))
    if not values:
        return None
    best = known(values[0])
    for value in map(known, values[1:]):
        before = ordered(value, sign, best)
        if before is None:
            return None
        best = value if before else best
    return best if ordered(best, "<=", best) else None


def _has(run: Run, values: list[Any], wanted: Any) -> bool:
    return any(same(known(value), wanted, run) for value in values)


def _append(run: Run, values: list[Any], *more: Any) -> list[Any]:
    run.spend(len(values))
    return limited([*values, *more])


def _concatenate(run: Run, *several: list[Any]) -> list[Any]:
    run.spend(sum(map(len, several)))
    return limited([value for values in several for value in values])


def _distinct(run: Run, values: list[Any]) -> list[Any]:
    """The first of each; lists and contexts are compared entry by entry."""
    seen: set[Any] = set()
    kept: list[Any] = []
    for value in map(known, values):
        run.spend()
        if isinstance(value, list | Mapping | Span):
            fresh = not any(same(value, other, run) for other in kept)
        else:
            fresh = (kind(value), value) not in seen
            seen.add((kind(value), value))
        kept += [value] if fresh else []
    return kept


def _flatten(run: Run, values: list[Any]) -> list[Any]:
    return limited(list(_flat(run, values, 0)))


def _flat(run: Run, values: list[Any], depth: int) -> Iterator[Any]:
    check_depth(depth)
    for value in map(known, values):
        run.spend()
        if isinstance(value, list):
            yield from _flat(run, value, depth + 1)
        else:
            yield value


def _listed(answer: Any) -> Any:
    """The form that takes single arguments in place of a list."""
    return lambda run, *values: answer(run, list(values))


def _of_list_or_several(answer: Any) -> tuple[Rule, ...]:
    return Rule((list,), answer), Rule((object,), _listed(answer), more=True)


RULES: dict[str, tuple[Rule, ...]] = {
    "count": (Rule((list,), _count),),
    "sum": _of_list_or_several(_sum),
    "min": _of_list_or_several(_least),
    "max": _of_list_or_several(_greatest),
    "mean": _of_list_or_several(_mean),
    "list contains": (Rule((list, object), _has),),
    "append": (Rule((list, object), _append, more=True),),
    "concatenate": (Rule((list,), _concatenate, more=True),),
    "distinct values": (Rule((list,), _distinct),),
    "flatten": (Rule((list,), _flatten),),
}
