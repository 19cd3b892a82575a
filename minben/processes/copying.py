"""A drawing under another key: what is new begins as a copy of what is known to run."""

from __future__ import annotations

from lxml import etree

from .drawings.words import BPMN, OURS
from .xml import safe_tree

_NAME = f"{{{OURS}}}en"


def copy_of(source: bytes, *, key: str, name: str, english: str = "") -> str:
    """The same drawing or decision table, called by another key and name. Raises Invalid for what is no XML."""
    root = safe_tree(source)
    if etree.QName(root).namespace == BPMN:
        _rename_process(root, key, name, english)
    else:
        root.set("id", key)
        root.set("name", name)
        root.set(_NAME, english or name)
    return str(etree.tostring(root, xml_declaration=True, encoding="UTF-8"), "utf-8")


def _rename_process(root: etree._Element, key: str, name: str, english: str) -> None:
    process = root.find(f"{{{BPMN}}}process")
    if process is None:
        return
    old = process.get("id")
    process.set("id", key)
    process.set("name", name)
    process.set(_NAME, english or name)
    for element in root.iter():
        for attribute in ("processRef", "bpmnElement"):
            if element.get(attribute) == old:
                element.set(attribute, key)
                if attribute == "processRef":
                    element.set("name", name)
