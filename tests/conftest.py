"""What every test may lean on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as examples

from minben.agencies import names
from minben.agencies.notices import forget_announcements
from minben.agencies.queries import forget_names
from minben.cases import limits
from minben.channels import wording
from minben.foundation.access import clients
from minben.foundation.options import held
from minben.processes import specs

examples.register_profile("minben", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("minben")
"""No assertion on time: the first example loads dictionaries, and the machine may be busy."""

ROUNDS = PBKDF2PasswordHasher.iterations
"""How often an installation stirs a password."""


@pytest.fixture(autouse=True, scope="session")
def _passwords_are_stirred_once() -> Iterator[None]:
    """Half a second for each colleague of each test was a third of the whole run."""
    PBKDF2PasswordHasher.iterations = 1
    yield
    PBKDF2PasswordHasher.iterations = ROUNDS


APPEND_ONLY = ("audit_auditline", "audit_readline", "audit_seal", "audit_checkpoint", "options_optionchange")


@pytest.fixture(autouse=True, scope="session")
def _append_only_tables_can_be_emptied_between_committed_tests() -> Iterator[None]:
    """Tests that really commit are followed by TRUNCATE, which the trail refuses; here the owner lifts that."""
    plain = type(connection.ops).sql_flush

    def sql_flush(self: Any, style: Any, tables: list[str], **options: Any) -> list[str]:
        guarded = [table for table in tables if table in APPEND_ONLY]
        off = [f'ALTER TABLE "{table}" DISABLE TRIGGER "{table}_no_truncate"' for table in guarded]
        on = [f'ALTER TABLE "{table}" ENABLE TRIGGER "{table}_no_truncate"' for table in guarded]
        return [*off, *plain(self, style, tables, **options), *on]

    type(connection.ops).sql_flush = sql_flush  # type: ignore[method-assign]
    yield
    type(connection.ops).sql_flush = plain  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A thread of a test that ended without closing its connection must not keep the database from being dropped."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data"
REAL_DATA = Path(os.environ.get("MINBEN_TEST_DATA") or BESIDE)
"""The real data sets lie beside the clone where they may be used; they are not part of the project."""

collect_ignore = [] if REAL_DATA.is_dir() else ["realdata"]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if collect_ignore:
        terminalreporter.write_line(f"tests/realdata was left out: there is no {REAL_DATA}.")


@pytest.fixture(autouse=True, scope="session")
def _the_folder_of_collected_files_exists() -> None:
    """The server warns without it, and warnings are errors here; the files themselves come from the rooms."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def _nothing_is_remembered_between_tests() -> None:
    """A test's own city is rolled back; what the process remembers of it would outlive it. So would a page's language."""
    translation.deactivate()
    forget_names()
    forget_announcements()
    held.forget()
    wording.forget()
    specs.forget()
    limits.forget()


@pytest.fixture
def remembered_all_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests that count statements: on a slow machine, what is remembered for a while would run out in between."""
    for remembering in (names, held):
        monkeypatch.setattr(remembering, "KEPT_SECONDS", 86_400.0)
    monkeypatch.setattr(clients, "KEPT", 86_400.0)
