"""Children that die are started again with back-off; all end together."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from minben.cli import serve
from minben.cli import supervisor as supervisor_module
from minben.cli.supervisor import Child, Supervisor, pause_after
from minben.foundation.jobs import worker

SLEEPS = "import time; time.sleep(600)"


@pytest.mark.parametrize(("failures", "seconds"), [(1, 1.0), (2, 2.0), (4, 8.0), (9, 30.0)])
def test_each_failure_doubles_the_pause_up_to_half_a_minute(failures: int, seconds: float) -> None:
    assert pause_after(failures) == seconds


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(said: list[str], monkeypatch: pytest.MonkeyPatch) -> Supervisor:
    monkeypatch.setattr("minben.cli.supervisor.COMMAND", ("-c", SLEEPS))
    return Supervisor(os.environ, say=said.append)


def _killed(child: Child) -> None:
    child.signal(signal.SIGKILL)
    assert child.process is not None
    child.process.wait()


def test_a_killed_child_is_started_again_after_its_pause(
    supervisor: Supervisor, said: list[str], tmp_path: Path
) -> None:
    child = supervisor.add(Child("The worker", [], tmp_path / "log"))
    _killed(child)
    now = child.since
    supervisor.look_after(child, now)
    assert "The worker stopped (exit -9)" in said[0]
    supervisor.look_after(child, now + 0.5)
    assert not child.runs
    supervisor.look_after(child, now + 1.0)
    assert child.runs
    supervisor.stop()
    assert not child.runs


def test_a_child_that_ran_long_starts_again_without_a_record(supervisor: Supervisor, tmp_path: Path) -> None:
    child = supervisor.add(Child("The worker", [], tmp_path / "log", failures=6))
    _killed(child)
    supervisor.look_after(child, child.since + 61)
    assert child.failures == 1
    supervisor.stop()


def test_a_child_for_one_task_is_not_started_again(
    supervisor: Supervisor, said: list[str], tmp_path: Path
) -> None:
    child = supervisor.add(Child("The growing city", [], tmp_path / "log", again=False))
    _killed(child)
    supervisor.look_after(child, child.since)
    supervisor.look_after(child, child.since + 100)
    assert not child.runs
    assert said == []
    supervisor.stop()


def test_everybody_ends_by_themselves_before_the_supervisor_kills() -> None:
    assert worker.GRACE + worker.TICKS_GRACE < supervisor_module.GRACE
    assert serve.KILLED_AFTER < supervisor_module.GRACE


def test_asking_to_end_reaches_the_child_alone_and_killing_its_children_too(
    supervisor: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = supervisor.add(Child("The web server", [], tmp_path / "log"))
    told: list[tuple[str, int]] = []
    monkeypatch.setattr(os, "kill", lambda _pid, number: told.append(("child", number)))
    with monkeypatch.context() as inner:
        inner.setattr(os, "killpg", lambda _pid, number: told.append(("group", number)))
        child.signal(signal.SIGTERM)
        child.signal(signal.SIGKILL)
    assert told == [("child", signal.SIGTERM), ("group", signal.SIGKILL)]
    _killed(child)
