"""The built-in functions: which there are, and calling one."""

from __future__ import annotations

from decimal import DivisionByZero, InvalidOperation, Overflow
from typing import Any

from ..limits import Run, too_large
from . import days, lists, numbers, texts
from .rule import Rule

FUNCTIONS: dict[str, tuple[Rule, ...]] = {**lists.RULES, **texts.RULES, **numbers.RULES, **days.RULES}


def call(name: str, arguments: list[Any], run: Run) -> Any:
    """The answer of function ``name``; null when no form of it takes these kinds, or there is no answer.

    Raises EvaluationError when a limit is exceeded.
    """
    rule = next((rule for rule in FUNCTIONS[name] if rule.takes(arguments)), None)
    if rule is None:
        return None
    try:
        return rule.answer(run, *arguments)
    except Overflow as error:
        raise too_large() from error
    except (InvalidOperation, DivisionByZero, OverflowError, ValueError, TypeError):
        return None
