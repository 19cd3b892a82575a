"""The same as in ``tests/integration``, longer: for what shows only once in a hundred times."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from minben.cases import rebuilding
from minben.cases.models import CaseScope
from tests.factories.town import make_town
from tests.integration.cases.test_rebuilding import Walk, scopes
from tests.integration.faults import test_killed_worker as killed


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(100, 220))
def test_a_long_walk_keeps_the_rows_that_a_rebuild_makes(seed: int) -> None:
    walk = Walk(make_town(), seed)
    for _ in range(3):
        walk.go()
    kept = scopes(walk.case.id)
    CaseScope.objects.all().delete()
    rebuilding.rebuild_scopes()
    assert scopes(walk.case.id) == kept


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(10))
def test_a_worker_killed_again_and_again_loses_nothing(
    turn: int, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(killed, "CASES", 60 + 10 * turn)
    monkeypatch.setattr(killed, "EXPECTED", 2 * (60 + 10 * turn))
    killed.test_every_acknowledged_case_has_each_notice_once_after_a_killed_worker(settings, tmp_path)
