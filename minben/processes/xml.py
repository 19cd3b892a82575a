"""Reading XML that people upload: drawn processes and decision tables.

Only UTF-8, only small, no document type: so nothing can be fetched, expanded or smuggled in (XXE, billion laughs).
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from lxml import etree

from minben.foundation.records.errors import Invalid

LARGEST = 1024 * 1024
FORBIDDEN = ("<!DOCTYPE", "<!ENTITY")


def safe_tree(data: bytes, *, largest: int = LARGEST) -> etree._Element:
    """The root element, without comments and processing instructions.

    Raises Invalid when the file is empty, larger than ``largest`` bytes, not UTF-8, declares a document type or
    entities anywhere, nests deeper than libxml2 allows (256), or is no well-formed XML.
    """
    text = _text(data, largest)
    if any(sign in text for sign in FORBIDDEN):
        raise Invalid(_("The file declares a document type. Save it again without “DOCTYPE”."))
    try:
        return etree.fromstring(text.encode(), _parser())
    except etree.XMLSyntaxError as error:
        raise Invalid(
            _("The file is no well-formed XML: line %(line)d, column %(column)d. Export it again.")
            % {"line": error.lineno or 1, "column": error.offset or 1}
        ) from error


def _text(data: bytes, largest: int) -> str:
    if not data.strip():
        raise Invalid(_("The file is empty. Choose another one."))
    if len(data) > largest:
        raise Invalid(
            _("The file has %(size)d kB; at most %(largest)d kB are taken.")
            % {"size": -(-len(data) // 1024), "largest": largest // 1024}
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(_("The file is not written in UTF-8. Export it again as UTF-8.")) from error


def _parser() -> etree.XMLParser:
    """The encoding is ours, whatever the file declares: what was looked through is what is parsed."""
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
