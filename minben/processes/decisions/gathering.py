"""Reading goes on after a problem: all of them are gathered, each with the place it was met at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from django.utils.translation import gettext as _
from lxml import etree

from minben.foundation.feel import Expression, ExpressionError, UnaryTests, expression, unary_tests
from minben.processes.problems import Problem

from .xml_names import attribute

Read = TypeVar("Read")
ANYTHING = "-"


@dataclass
class Gathered:
    """Problems and warnings so far; ``decision`` and ``name`` are where the reader is."""

    problems: list[Problem] = field(default_factory=list)
    element: str = ""
    name: str = ""

    def add(self, message: str, *, where: str = "", element: str = "", warning: bool = False) -> None:
        self.problems.append(Problem(element or self.element, self.name, message, where, warning))

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if not problem.warning]

    def expression(self, text: str, where: str, element: str) -> Expression | None:
        """The expression, or None with a problem."""
        return self._tried(expression, text, where, element)

    def tests(self, text: str, where: str, element: str) -> UnaryTests | None:
        """The tests of a cell, or None with a problem. An empty cell passes everything."""
        return self._tried(unary_tests, text or ANYTHING, where, element)

    def _tried(self, reader: Callable[[str], Read], text: str, where: str, element: str) -> Read | None:
        try:
            return reader(text)
        except ExpressionError as error:
            self.add(
                _("%(text)s: %(error)s") % {"text": _short(text), "error": error},
                where=where,
                element=element,
            )
            return None

    def check_language(self, element: etree._Element, where: str) -> None:
        """Only FEEL is run, whatever the file asks for."""
        language = attribute(element, "expressionLanguage")
        if language and "feel" not in language.lower():
            said = _("The language “%(language)s” is not run here. Write FEEL.") % {
                "language": _short(language)
            }
            self.add(said, where=where, element=attribute(element, "id"))


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
