"""What a prober of links promises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

OK, GONE, FAILING, REFUSED = "ok", "gone", "failing", "refused"


@dataclass(frozen=True)
class Outcome:
    """``state``: ok, gone (404, 410, no such host), failing (other answers, no answer), refused (not to be asked)."""

    state: str
    detail: str = ""


class Prober(Protocol):
    """Asks one address and never raises for what it answers."""

    def probe(self, url: str) -> Outcome: ...
