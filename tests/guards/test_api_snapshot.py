"""The API is as its snapshot in the docs says: a change of it shows in a review."""

from __future__ import annotations

from django.utils.translation import override

from minben.api.page import markdown
from minben.api.reference import PAGE, SNAPSHOT, snapshot

TOLD = "Run `python -m minben.api.reference` and commit what it wrote."


def test_the_document_is_the_snapshot() -> None:
    assert SNAPSHOT.read_text(encoding="utf-8") == snapshot(), TOLD


def test_the_page_is_made_from_it() -> None:
    with override("en"):
        assert PAGE.read_text(encoding="utf-8") == markdown(), TOLD
