"""What is wrong with a drawing, element by element."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from minben.foundation.records.errors import Invalid, Text


@dataclass(frozen=True)
class Problem:
    """One thing that must be mended before the drawing can run; ``warning``: that should be."""

    element: str
    name: str
    message: Text
    warning: bool = False

    def __str__(self) -> str:
        who = f"{self.name} ({self.element})" if self.name else self.element
        return f"{who}: {self.message}" if who else str(self.message)


class Problems(Invalid):
    """All that is wrong at once, so that nobody has to upload ten times."""

    def __init__(self, found: Sequence[Problem]) -> None:
        super().__init__(
            _("This drawing cannot be run yet."), fields={"file": "; ".join(str(p) for p in found[:20])}
        )
        self.found = list(found)
