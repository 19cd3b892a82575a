"""Whether two values are the same, down to the last entry of lists and contexts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .limits import Run, check_depth, known
from .values import both, kind


def same(left: Any, right: Any, run: Run, depth: int = 0) -> bool | None:
    """``left = right``: null equals null only, and values of two kinds give null."""
    run.spend()
    check_depth(depth)
    if left is None or right is None:
        return left is right
    if kind(left) != kind(right):
        return None
    if isinstance(left, list):
        return _same_lists(left, right, run, depth)
    if isinstance(left, Mapping):
        return _same_contexts(left, right, run, depth)
    return bool(left == right)


def _same_lists(left: list[Any], right: list[Any], run: Run, depth: int) -> bool | None:
    if len(left) != len(right):
        return False
    answer: bool | None = True
    for one, other in zip(left, right, strict=True):
        answer = both(answer, same(known(one), known(other), run, depth + 1))
    return answer


def _same_contexts(left: Mapping[Any, Any], right: Mapping[Any, Any], run: Run, depth: int) -> bool | None:
    if left.keys() != right.keys():
        return False
    answer: bool | None = True
    for key in left:
        answer = both(answer, same(known(left[key]), known(right[key]), run, depth + 1))
    return answer
