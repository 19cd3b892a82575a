"""A town with its desks."""

from __future__ import annotations

import pytest

from tests.factories.town import Town, make_town


@pytest.fixture
def town() -> Town:
    return make_town()
