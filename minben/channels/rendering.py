"""A notice's text with its variables. ``{name}`` and nothing more: no attributes, no formats, no code."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from minben.foundation.records.errors import Invalid
from minben.foundation.records.translated import localized

from .models import MessageTemplate

VARIABLE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def variables_of(text: str) -> set[str]:
    return set(VARIABLE.findall(text))


def fill(text: str, variables: Mapping[str, object]) -> str:
    """``text`` with each ``{name}`` replaced. Raises Invalid naming the variables that were not given."""
    if missing := variables_of(text) - variables.keys():
        raise Invalid(f"The notice needs {', '.join(sorted(missing))}.")
    return VARIABLE.sub(lambda found: str(variables[found.group(1)]), text)


def one_line(text: str) -> str:
    """A header value: line breaks and other control characters become spaces (RFC 5322 §2.2: no folding from us)."""
    plain = "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)
    return " ".join(plain.split())[:300]


def render(template: MessageTemplate, language: str, variables: Mapping[str, object]) -> tuple[str, str, str]:
    """(subject, body, language really used). Chinese falls back by script, then zh-Hant (DESIGN §4.8)."""
    body = localized(template.body, language)
    subject = localized(template.subject, language)
    return one_line(fill(subject, variables)), fill(body, variables), body.language
