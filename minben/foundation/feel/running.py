"""Running a tree. Every visit costs a step; a wrong kind of value gives null, as FEEL says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from . import tree
from .arithmetic import calculated, negated
from .functions import call
from .limits import Run, check_length, known, limited
from .properties import property_of
from .same import same
from .tree import Node
from .values import Span, both, either, ordered, within

ITEM = "item"


@dataclass(frozen=True)
class Scope:
    """Names and their values; inner ones hide outer ones."""

    here: Mapping[str, Any]
    outer: Scope | None = None

    def find(self, name: str) -> tuple[bool, Any]:
        """Whether the name is there, and its value."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.here:
                return True, known(scope.here[name])
            scope = scope.outer
        return False, None


def evaluated(node: Node, scope: Scope, run: Run) -> Any:
    """The value of ``node``. Raises EvaluationError when a limit is exceeded, and nothing else."""
    run.spend()
    return _RULES[type(node)](node, scope, run)


def looked_up(path: str, scope: Scope, run: Run) -> Any:
    """The value at a dotted path, or null."""
    first, *keys = path.split(".")
    value = scope.find(first)[1]
    for key in keys:
        value = _step(value, key, run)[1]
    return value


def any_passes(tests: tuple[Node, ...], value: Any, scope: Scope, run: Run) -> bool | None:
    """Whether ``value`` passes one of the tests: ``or`` in three values; what follows a pass is not run."""
    answer: bool | None = False
    for test in tests:
        answer = either(answer, _passes(test, value, scope, run))
        if answer:
            break
    return answer


def _passes(node: Node, value: Any, scope: Scope, run: Run) -> bool | None:
    run.spend()
    match node:
        case tree.Anything():
            return True
        case tree.Test():
            return _compared(value, node.operator, evaluated(node.operand, scope, run), run)
        case tree.Not():
            return _inverse(any_passes(node.tests, value, scope, run))
        case tree.Condition():
            return _truth(evaluated(node.holds, scope, run))
    return _fits(value, evaluated(node, scope, run), run)


def _fits(value: Any, wanted: Any, run: Run) -> bool | None:
    """A test that is a value: a range holds, a list has one that fits, another value is the same.

    A truth is a value, too: a column whose fact is missing never passes ``true``. A condition speaks of ``?``.
    """
    if isinstance(wanted, list) and not isinstance(value, list):
        return any(_is_or_within(value, known(item), run) for item in wanted)
    return _is_or_within(value, wanted, run)


def _is_or_within(value: Any, wanted: Any, run: Run) -> bool | None:
    return within(value, wanted) if isinstance(wanted, Span) else same(value, wanted, run)


def _compared(left: Any, sign: str, right: Any, run: Run) -> bool | None:
    if sign == "=":
        return same(left, right, run)
    return _inverse(same(left, right, run)) if sign == "!=" else ordered(left, sign, right)


def _inverse(answer: Any) -> bool | None:
    return not answer if isinstance(answer, bool) else None


def _truth(answer: Any) -> bool | None:
    return answer if isinstance(answer, bool) else None


def _literal(node: tree.Literal, scope: Scope, run: Run) -> Any:
    return node.value


def _name(node: tree.Name, scope: Scope, run: Run) -> Any:
    return scope.find(node.name)[1]


def _path(node: tree.Path, scope: Scope, run: Run) -> Any:
    return _step(evaluated(node.base, scope, run), node.key, run)[1]


def _step(value: Any, key: str, run: Run) -> tuple[bool, Any]:
    """Whether there is something at ``key`` of ``value``, and what: only keys of contexts and parts of dates."""
    if isinstance(value, Mapping):
        return (True, known(value[key])) if key in value else (False, None)
    if isinstance(value, list):
        run.spend(len(value))
        return True, [_step(known(item), key, run)[1] for item in value if not isinstance(item, list | tuple)]
    found = property_of(value, key)
    return found is not None, found


def _filter(node: tree.Filter, scope: Scope, run: Run) -> Any:
    values = evaluated(node.base, scope, run)
    if values is None:
        return None
    values = values if isinstance(values, list) else [values]
    first = evaluated(node.condition, _inside(values[0], scope) if values else scope, run)
    if isinstance(first, Decimal):
        return _at(values, first)
    if not values:
        return []
    rest = (item for item in values[1:] if evaluated(node.condition, _inside(item, scope), run) is True)
    return [known(item) for item in [*([values[0]] if first is True else []), *rest]]


def _inside(item: Any, scope: Scope) -> Scope:
    """In a filter the entry is ``item``, and its keys are names."""
    around = Scope(item, scope) if isinstance(item, Mapping) else scope
    return Scope({ITEM: item}, around)


def _at(values: list[Any], index: Decimal) -> Any:
    """The entry at ``index``, counted from 1, or from the end when negative."""
    if index != int(index) or not 1 <= abs(index) <= len(values):
        return None
    return known(values[int(index) - 1 if index > 0 else int(index)])


def _arithmetic(node: tree.Arithmetic, scope: Scope, run: Run) -> Any:
    value = evaluated(node.first, scope, run)
    for sign, operand in node.rest:
        value = calculated(value, sign, evaluated(operand, scope, run))
    return value


def _negative(node: tree.Negative, scope: Scope, run: Run) -> Any:
    return negated(evaluated(node.operand, scope, run))


def _comparison(node: tree.Comparison, scope: Scope, run: Run) -> bool | None:
    left = evaluated(node.left, scope, run)
    return _compared(left, node.operator, evaluated(node.right, scope, run), run)


def _between(node: tree.Between, scope: Scope, run: Run) -> bool | None:
    value, low, high = (evaluated(part, scope, run) for part in (node.operand, node.low, node.high))
    return both(ordered(value, ">=", low), ordered(value, "<=", high))


def _in(node: tree.In, scope: Scope, run: Run) -> bool | None:
    return any_passes(node.tests, evaluated(node.operand, scope, run), scope, run)


def _and(node: tree.And, scope: Scope, run: Run) -> bool | None:
    answer: bool | None = True
    for part in node.parts:
        answer = both(answer, _truth(evaluated(part, scope, run)))
        if answer is False:
            break
    return answer


def _or(node: tree.Or, scope: Scope, run: Run) -> bool | None:
    answer: bool | None = False
    for part in node.parts:
        answer = either(answer, _truth(evaluated(part, scope, run)))
        if answer:
            break
    return answer


def _not(node: tree.Not, scope: Scope, run: Run) -> bool | None:
    return _inverse(evaluated(node.tests[0], scope, run))


def _condition(node: tree.Condition, scope: Scope, run: Run) -> Any:
    return evaluated(node.holds, scope, run)


def _if(node: tree.If, scope: Scope, run: Run) -> Any:
    holds = evaluated(node.condition, scope, run) is True
    return evaluated(node.then if holds else node.otherwise, scope, run)


def _for(node: tree.For, scope: Scope, run: Run) -> list[Any] | None:
    values: list[Any] = []
    for inner in _scopes(node.bindings, scope, run):
        if inner is None:
            return None
        values.append(evaluated(node.body, inner, run))
    return limited(values)


def _quantified(node: tree.Quantified, scope: Scope, run: Run) -> bool | None:
    joined = both if node.every else either
    answer: bool | None = node.every
    for inner in _scopes(node.bindings, scope, run):
        if inner is None:
            return None
        answer = joined(answer, _truth(evaluated(node.body, inner, run)))
        if answer is (not node.every):
            break
    return answer


def _scopes(bindings: tuple[tree.Binding, ...], scope: Scope, run: Run) -> Iterator[Scope | None]:
    """Every combination of what is bound; None when there is nothing to go through."""
    if not bindings:
        yield scope
        return
    values = _domain(bindings[0], scope, run)
    if values is None:
        yield None
        return
    for value in values:
        run.spend()
        yield from _scopes(bindings[1:], Scope({bindings[0].name: value}, scope), run)


def _domain(binding: tree.Binding, scope: Scope, run: Run) -> list[Any] | None:
    first = evaluated(binding.domain, scope, run)
    if binding.last is not None:
        return _counted(first, evaluated(binding.last, scope, run))
    return first if first is None or isinstance(first, list) else [first]


def _counted(first: Any, last: Any) -> list[Any] | None:
    """Whole numbers from ``first`` to ``last``, upwards or downwards."""
    if not all(isinstance(end, Decimal) and end == int(end) for end in (first, last)):
        return None
    check_length(int(abs(last - first)) + 1)
    step = 1 if last >= first else -1
    return [Decimal(number) for number in range(int(first), int(last) + step, step)]


def _listing(node: tree.Listing, scope: Scope, run: Run) -> list[Any]:
    return [evaluated(item, scope, run) for item in node.items]


def _context(node: tree.Context, scope: Scope, run: Run) -> dict[str, Any]:
    """Each entry sees those before it."""
    entries: dict[str, Any] = {}
    inner = Scope(entries, scope)
    for key, value in node.entries:
        entries[key] = evaluated(value, inner, run)
    return entries


def _interval(node: tree.Interval, scope: Scope, run: Run) -> Span:
    low, high = evaluated(node.low, scope, run), evaluated(node.high, scope, run)
    return Span(low, high, node.low_open, node.high_open)


def _call(node: tree.Call, scope: Scope, run: Run) -> Any:
    if node.function == "is defined":
        return _is_defined(node.arguments[0], scope, run)
    return call(node.function, [evaluated(argument, scope, run) for argument in node.arguments], run)


def _is_defined(node: Node, scope: Scope, run: Run) -> bool:
    """Whether the name or path is there at all; null that is there is defined."""
    if isinstance(node, tree.Name):
        return scope.find(node.name)[0]
    if isinstance(node, tree.Path):
        return _step(evaluated(node.base, scope, run), node.key, run)[0]
    return evaluated(node, scope, run) is not None


_RULES: dict[type[Node], Callable[[Any, Scope, Run], Any]] = {
    tree.Literal: _literal,
    tree.Name: _name,
    tree.Path: _path,
    tree.Filter: _filter,
    tree.Arithmetic: _arithmetic,
    tree.Negative: _negative,
    tree.Comparison: _comparison,
    tree.Between: _between,
    tree.In: _in,
    tree.And: _and,
    tree.Or: _or,
    tree.Not: _not,
    tree.Condition: _condition,
    tree.If: _if,
    tree.For: _for,
    tree.Quantified: _quantified,
    tree.Listing: _listing,
    tree.Context: _context,
    tree.Interval: _interval,
    tree.Call: _call,
}
