"""A database server that is killed under load loses nothing it acknowledged; its roles hold what they promise."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from minben.cli.embedded import Embedded, Server

from .processes import ROOT, environment, process

THREADS, EACH = 3, 25
TOUCHED = 20
APPEND_ONLY = ("audit_auditline", "audit_readline", "audit_seal", "audit_checkpoint")


@pytest.fixture(scope="module")
def launcher() -> Iterator[Embedded]:
    """A real installation's database, migrated and granted by the command."""
    with tempfile.TemporaryDirectory(prefix="minben-fault-") as made:
        Path(made).chmod(0o711)
        launcher = Embedded(Path(made) / "data")
        launcher.start()
        subprocess.run(
            [sys.executable, "-m", "minben", "migrate"],
            env=environment(launcher.data_dir),
            cwd=ROOT,
            check=True,
        )
        yield launcher
        launcher.stop()


@pytest.fixture
def server(launcher: Embedded) -> Server:
    return launcher.start()


def test_the_serving_role_owns_nothing(server: Server) -> None:
    with psycopg.connect(server.url) as app:
        owned = app.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole").fetchone()
        rights = app.execute(
            "SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert owned == (0,)
    assert rights == (False, False, False, False)


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}", "DROP TABLE {}"])
def test_the_serving_role_cannot_change_what_is_append_only(server: Server, table: str, verb: str) -> None:
    refusal = pytest.raises(psycopg.errors.InsufficientPrivilege, match=r"permission denied|must be owner")
    with psycopg.connect(server.url) as app, refusal:
        app.execute(verb.format(table).encode())


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_not_even_the_owner_empties_the_trail_by_an_ordinary_statement(server: Server, table: str) -> None:
    refusal = pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only")
    with psycopg.connect(server.owner_url) as owner, refusal:
        owner.execute(f"TRUNCATE {table}".encode())


def test_a_partition_is_no_way_around_the_table(server: Server) -> None:
    with psycopg.connect(server.url) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(b"DELETE FROM audit_auditline_rest")


def test_a_killed_server_loses_nothing_acknowledged_and_retries_make_no_second_case(
    launcher: Embedded,
) -> None:
    server = launcher.start()
    arguments = ("-m", "tests.integration.faults.intake", str(THREADS), str(EACH))
    with process(*arguments, env=environment(launcher.data_dir)) as intake:
        assert intake.stdout is not None
        lines = [intake.stdout.readline() for _ in range(TOUCHED)]
        assert all(lines), intake.communicate()
        os.kill(launcher.postmaster() or 0, signal.SIGKILL)
        launcher.start()
        rest = intake.stdout.read()  # not by communicate(): that would lose what readline() read ahead
        _nothing, errors = intake.communicate(timeout=60)
    told = dict(line.split() for line in [*lines, *rest.splitlines()])
    assert intake.returncode == 0, errors
    assert len(told) == THREADS * EACH
    with psycopg.connect(server.owner_url) as owner:
        kept = dict(owner.execute("SELECT title, number FROM cases_case").fetchall())
        count = owner.execute("SELECT count(*) FROM cases_case").fetchone()
    assert kept == told
    assert count == (THREADS * EACH,)
