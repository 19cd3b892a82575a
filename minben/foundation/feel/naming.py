"""Which facts an expression reads, as dotted paths."""

from __future__ import annotations

from collections.abc import Iterator

from . import tree
from .running import ITEM
from .tree import Node


def names(node: Node) -> frozenset[str]:
    """The paths that are read from the facts; names that the expression binds itself are left out.

    In a filter a bare name may be a key of the entry or a fact: it counts.
    """
    return frozenset(in_order(node))


def in_order(node: Node) -> list[str]:
    """The same paths, each once, as they come in the text."""
    return list(dict.fromkeys(_paths(node, frozenset({tree.THE_TESTED}))))


def _paths(node: Node, bound: frozenset[str]) -> Iterator[str]:
    path = _path(node)
    if path is not None:
        if path.split(".")[0] not in bound:
            yield path
        return
    match node:
        case tree.For() | tree.Quantified():
            yield from _bindings(node, bound)
        case tree.Context():
            yield from _entries(node, bound)
        case tree.Filter():
            yield from _paths(node.base, bound)
            yield from _paths(node.condition, bound | {ITEM})
        case _:
            for child in tree.children(node):
                yield from _paths(child, bound)


def _path(node: Node) -> str | None:
    """``a.b.c`` when the node is nothing but a path."""
    keys: list[str] = []
    while isinstance(node, tree.Path):
        keys.append(node.key)
        node = node.base
    return ".".join([node.name, *reversed(keys)]) if isinstance(node, tree.Name) else None


def _bindings(node: tree.For | tree.Quantified, bound: frozenset[str]) -> Iterator[str]:
    for binding in node.bindings:
        yield from _paths(binding.domain, bound)
        if binding.last is not None:
            yield from _paths(binding.last, bound)
        bound |= {binding.name}
    yield from _paths(node.body, bound)


def _entries(node: tree.Context, bound: frozenset[str]) -> Iterator[str]:
    for key, value in node.entries:
        yield from _paths(value, bound)
        bound |= {key}
