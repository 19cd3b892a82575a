"""The reference pages say what the code says."""

from __future__ import annotations

import pytest

from minben.cases import describing
from minben.cli.reference import FOLDER, PAGES
from minben.foundation.access.describing import render as roles_page
from minben.foundation.access.reference import PAGE as ROLES


@pytest.mark.parametrize("name", PAGES)
def test_a_reference_page_is_as_the_code_has_it(name: str) -> None:
    written = (FOLDER / name).read_text(encoding="utf-8")
    assert written == PAGES[name](), "Run `python -m minben.cli.reference` and commit the page."


@pytest.mark.parametrize("name", describing.PAGES)
def test_states_and_limits_are_as_the_code_has_them(name: str) -> None:
    written = (FOLDER / name).read_text(encoding="utf-8")
    assert written == describing.PAGES[name](), "Run `python -m minben.cases.reference` and commit the page."


def test_roles_are_as_the_policies_have_them() -> None:
    written = ROLES.read_text(encoding="utf-8")
    assert written == roles_page(), "Run `python -m minben.foundation.access.reference` and commit the page."
