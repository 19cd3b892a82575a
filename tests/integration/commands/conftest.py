"""Commands run in this process, on the database of the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from minben.cli import session
from minben.cli.main import app
from minben.config.environment import Environment

Run = Callable[..., Result]


@pytest.fixture
def minben(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run ``minben …``: Django and its database are there already."""

    @contextmanager
    def ready() -> Iterator[Environment]:
        yield Environment(data_dir=tmp_path, practice=True)

    monkeypatch.setattr(session, "django_ready", ready)
    return lambda *arguments: CliRunner().invoke(app, arguments, catch_exceptions=False)
