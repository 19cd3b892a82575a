"""One form of a function: the kinds it takes, and its answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..values import kind


@dataclass(frozen=True)
class Rule:
    """``kinds`` of the arguments, object for any; with ``more``, the last kind may come again."""

    kinds: tuple[type, ...]
    answer: Callable[..., Any]
    more: bool = False

    def takes(self, arguments: list[Any]) -> bool:
        extra = len(arguments) - len(self.kinds)
        if extra < 0 or (extra and not self.more):
            return False
        wanted = self.kinds + self.kinds[-1:] * extra
        return all(k is object or kind(a) is k for k, a in zip(wanted, arguments, strict=True))
