"""The launcher: whatever happened before, a start ends in a running server with its data."""

from __future__ import annotations

import json
import os
import signal
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from minben.cli.embedded import Embedded, Server
from minben.cli.postgres import roles


@pytest.fixture
def folder() -> Iterator[Path]:
    """Passable for the server's own user when the tests run as root, which pytest's own folders are not."""
    with tempfile.TemporaryDirectory(prefix="minben-launcher-") as made:
        Path(made).chmod(0o711)
        yield Path(made) / "data"


@pytest.fixture
def launcher(folder: Path) -> Iterator[Embedded]:
    launcher = Embedded(folder)
    yield launcher
    launcher.stop()


def _keep_a_row(server: Server) -> None:
    with psycopg.connect(server.owner_url) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('here')")


def _kept(server: Server) -> str:
    with psycopg.connect(server.owner_url) as connection:
        return str((connection.execute("SELECT word FROM kept").fetchone() or ("gone",))[0])


def _port(launcher: Embedded) -> int:
    return int(json.loads(launcher.coordinates.read_text())["port"])


def test_a_second_start_finds_the_running_server(launcher: Embedded) -> None:
    first = launcher.start()
    second = Embedded(launcher.data_dir).start()
    assert (first.started, second.started) == (True, False)
    assert first.url == second.url


def test_data_outlive_a_killed_server_and_a_stop(launcher: Embedded) -> None:
    _keep_a_row(launcher.start())
    os.kill(launcher.postmaster() or 0, signal.SIGKILL)
    again = launcher.start()
    assert again.started
    assert _kept(again) == "here"
    launcher.stop()
    assert launcher.postmaster() is None
    assert _kept(launcher.start()) == "here"


def test_a_stale_pid_file_that_names_another_live_process_is_removed(launcher: Embedded) -> None:
    _keep_a_row(launcher.start())
    launcher.stop()
    stale = launcher.data_dir / "postgres" / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{stale.parent}\n0\n1\n\n127.0.0.1\n")
    assert _kept(launcher.start()) == "here"


def test_a_busy_port_makes_it_take_another_and_remember_it(launcher: Embedded) -> None:
    launcher.start()
    before = _port(launcher)
    launcher.stop()
    with socket.create_server(("127.0.0.1", before)):
        launcher.start()
    after = _port(launcher)
    assert after != before
    launcher.stop()
    launcher.start()
    assert _port(launcher) == after


def test_a_first_start_cut_short_is_made_anew(launcher: Embedded) -> None:
    half = launcher.data_dir / "postgres.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18")
    assert launcher.start().started
    assert not half.exists()


def test_a_database_without_its_passwords_is_kept_aside(launcher: Embedded) -> None:
    said: list[str] = []
    launcher.start()
    launcher.stop()
    launcher.coordinates.unlink()
    launcher.say = said.append
    launcher.start()
    assert "was moved to" in said[0]
    assert list(launcher.data_dir.glob("postgres.without-passwords-*/PG_VERSION"))


def test_coordinates_are_private_and_passwords_are_asked_for(launcher: Embedded) -> None:
    server = launcher.start()
    assert launcher.coordinates.stat().st_mode & 0o777 == 0o600
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(server.url.replace("minben_app:", "minben_app:x"))


def test_the_serving_role_reads_and_writes_but_never_changes_the_trail(launcher: Embedded) -> None:
    server = launcher.start()
    _make_tables(server)
    roles.grant(server.owner_url)
    with psycopg.connect(server.url, autocommit=True) as app:
        app.execute("INSERT INTO plain VALUES (1)")
        app.execute("DELETE FROM plain")
        app.execute("INSERT INTO trail VALUES (1)")
        for refused in (
            "UPDATE trail SET n = 2",
            "DELETE FROM trail",
            "TRUNCATE plain",
            "CREATE TABLE t (n int)",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(refused.encode())


def _make_tables(server: Server) -> None:
    with psycopg.connect(server.owner_url) as owner:
        owner.execute("CREATE TABLE plain (n int)")
        owner.execute("CREATE TABLE trail (n int)")
        owner.execute(
            "CREATE FUNCTION minben_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'no'; END $$"
        )
        owner.execute(
            "CREATE TRIGGER t BEFORE UPDATE OR DELETE ON trail FOR EACH ROW EXECUTE FUNCTION minben_refuse_change()"
        )
