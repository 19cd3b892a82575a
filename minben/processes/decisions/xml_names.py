"""The words of DMN files."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from .parts import HitPolicy

MODELS = {
    "https://www.omg.org/spec/DMN/20191111/MODEL/": "1.3",
    "https://www.omg.org/spec/DMN/20211108/MODEL/": "1.4",
    "https://www.omg.org/spec/DMN/20230324/MODEL/": "1.5",
}
POLICIES = {
    ("UNIQUE", ""): HitPolicy.UNIQUE,
    ("ANY", ""): HitPolicy.ANY,
    ("FIRST", ""): HitPolicy.FIRST,
    ("PRIORITY", ""): HitPolicy.PRIORITY,
    ("RULE ORDER", ""): HitPolicy.RULE_ORDER,
    ("COLLECT", ""): HitPolicy.COLLECT,
    ("COLLECT", "SUM"): HitPolicy.SUM,
    ("COLLECT", "MIN"): HitPolicy.LEAST,
    ("COLLECT", "MAX"): HitPolicy.GREATEST,
    ("COLLECT", "COUNT"): HitPolicy.COUNT,
}
NOT_READ = ("businessKnowledgeModel", "decisionService", "import", "encapsulatedLogic")
LOGIC = (
    "context",
    "invocation",
    "functionDefinition",
    "relation",
    "list",
    "conditional",
    "for",
    "filter",
    "some",
    "every",
)


def local(element: etree._Element) -> str:
    """The tag without its namespace."""
    return str(etree.QName(element).localname)


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The elements right below, of these names and the same namespace."""
    space = etree.QName(element).namespace
    for child in element:
        name = etree.QName(child)
        if name.namespace == space and name.localname in names:
            yield child


def child(element: etree._Element, name: str) -> etree._Element | None:
    return next(children(element, name), None)


def text_of(element: etree._Element | None) -> str:
    """What stands in ``<text>`` below the element, trimmed."""
    inner = None if element is None else child(element, "text")
    return "" if inner is None else (inner.text or "").strip()


def attribute(element: etree._Element | None, name: str) -> str:
    return "" if element is None else (element.get(name) or "").strip()
