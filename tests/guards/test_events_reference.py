"""The page of all events says what the code says."""

from __future__ import annotations

from minben.foundation.events.reference import PAGE, render


def test_the_page_of_events_is_current():
    assert PAGE.read_text(encoding="utf-8") == render(), "run: python -m minben.foundation.events.reference"
