"""The practice twin: asks nobody; an address with “gone” or “slow” in it answers so."""

from __future__ import annotations

from .base import FAILING, GONE, OK, Outcome


class PracticeProber:
    def probe(self, url: str) -> Outcome:
        if "gone" in url:
            return Outcome(GONE, "404")
        return Outcome(FAILING, "timeout") if "slow" in url else Outcome(OK, "200")
