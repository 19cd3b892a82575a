"""The whole file of Boston, as tests/realdata does with its beginning. Left out, and said so, without the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import collect_ignore
from tests.realdata.test_city_imports import boston_is_right

pytestmark = pytest.mark.django_db

if not collect_ignore:

    def test_all_of_boston_comes_in_and_its_totals_are_those_of_the_file(tmp_path: Path) -> None:
        boston_is_right(tmp_path)
