"""The reference pages say what the code says."""

from __future__ import annotations

import pytest

from minben.cli.reference import FOLDER, PAGES


@pytest.mark.parametrize("name", PAGES)
def test_a_reference_page_is_as_the_code_has_it(name: str) -> None:
    written = (FOLDER / name).read_text(encoding="utf-8")
    assert written == PAGES[name](), "Run `python -m minben.cli.reference` and commit the page."
