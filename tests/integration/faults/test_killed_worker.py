"""A worker that is killed in the middle of its work loses nothing and leaves nothing done twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from minben.channels.actions import deliver
from minben.channels.actions.deliver import LEASE
from minben.channels.models import OutboxEntry, PracticeMessage
from minben.foundation.audit.models import AuditLine, Seal
from minben.foundation.audit.seals import seal_all
from minben.foundation.audit.verify import verify
from minben.foundation.events.models import FailedEvent
from minben.foundation.events.pump import pump_all
from tests.waiting import settle, until

from .processes import environment, kill, process, test_database_url
from .scenes import dispatched_cases, notices, town_at_noon

pytestmark = pytest.mark.django_db(transaction=True)
CASES = 25
EXPECTED = 2 * CASES


def test_every_acknowledged_case_has_each_notice_once_after_a_killed_worker(
    settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    cases = dispatched_cases(town_at_noon(), CASES)
    env = environment(tmp_path, MINBEN_DATABASE_URL=test_database_url())
    with process("-m", "minben", "worker", "--child", env=env) as worker:
        until(lambda: PracticeMessage.objects.exists() or worker.poll() is not None, what="the first message")
        assert worker.poll() is None, worker.communicate()
        kill(worker)
    _finish()
    wanted = {(case, kind): 1 for case in cases for kind in ("case_received", "case_dispatched")}
    assert notices() == wanted
    assert PracticeMessage.objects.count() == EXPECTED
    assert not OutboxEntry.objects.exists()
    assert not FailedEvent.objects.exists()
    _trail_is_whole()


def _finish() -> None:
    """What the next worker does, past the lease that the dead one held."""
    settle()
    now = timezone.now() + 2 * LEASE
    pump_all(now)
    while deliver(now=now):
        continue


def _trail_is_whole() -> None:
    seal_all(timezone.now())
    assert list(verify("audit")) == []
    sealed = sum(len(ids) for ids in Seal.objects.filter(trail="audit").values_list("line_ids", flat=True))
    assert sealed == AuditLine.objects.count()
