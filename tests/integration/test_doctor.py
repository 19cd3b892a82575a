"""The doctor names what is wrong and how to mend it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.db import connection

from minben.cli import checks_of_database as database
from minben.cli import checks_of_machine as machine
from minben.cli.findings import Grade
from minben.config import installation
from minben.config.environment import Environment
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.models import Account
from minben.foundation.options import held
from minben.foundation.options.actions import change

pytestmark = pytest.mark.django_db


def _installed(folder: Path) -> Environment:
    installation.founded(folder, practice=False)
    return installation.completed(Environment(data_dir=folder))


def test_a_fresh_installation_has_good_keys_in_a_private_file(tmp_path: Path) -> None:
    env = _installed(tmp_path)
    checks = [machine.secret_key(env), machine.field_keys(env), machine.privacy(env), machine.directory(env)]
    assert {finding.grade for finding in checks} == {Grade.GOOD}


def test_keys_that_others_can_read_are_wrong(tmp_path: Path) -> None:
    env = _installed(tmp_path)
    (tmp_path / installation.FILE).chmod(0o644)
    assert "chmod 600" in machine.privacy(env).mend


@pytest.mark.parametrize("keys", ["", "k1", "k1:short", "k1:####", ":" + "A" * 43 + "="])
def test_field_keys_that_are_no_keys_are_wrong(keys: str, tmp_path: Path) -> None:
    assert machine.field_keys(Environment(data_dir=tmp_path, field_keys=keys)).grade is Grade.BAD


def test_a_missing_directory_and_a_full_disk_are_wrong(tmp_path: Path) -> None:
    env = Environment(data_dir=tmp_path / "none")
    assert machine.directory(env).grade is Grade.BAD
    assert machine.space(env, least=10**18).grade is Grade.BAD


def test_a_mail_server_that_does_not_answer_is_wrong_and_none_is_a_warning(tmp_path: Path) -> None:
    env = Environment(data_dir=tmp_path)
    assert database.mail(env).grade is Grade.WARNING
    assert database.mail(Environment(data_dir=tmp_path, practice=True)).grade is Grade.GOOD
    change(SYSTEM, "mail", {"host": "127.0.0.1", "port": 1, "security": "none"})
    held.forget()
    assert database.mail(env).grade is Grade.BAD


def test_texts_that_are_not_compiled_are_wrong(tmp_path: Path) -> None:
    folder = tmp_path / "room" / "locale" / "zh_Hant" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").touch()
    assert machine.translations(tmp_path).grade is Grade.BAD
    (folder / "django.mo").touch()
    assert machine.translations(tmp_path).grade is Grade.GOOD


def test_the_migrated_test_database_is_whole() -> None:
    checks = [database.server(), database.extensions(), database.migrations(), database.append_only()]
    assert {finding.grade for finding in checks} == {Grade.GOOD}


def test_a_clock_that_went_astray_is_wrong() -> None:
    now = dt.datetime.now(dt.UTC)
    assert database.clock(now).grade is Grade.GOOD
    assert database.clock(now + dt.timedelta(minutes=2)).grade is Grade.BAD


def test_a_trail_without_its_trigger_is_wrong() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER audit_seal_append_only ON audit_seal")
        cursor.execute("DROP TRIGGER audit_seal_no_truncate ON audit_seal")
    assert "audit_seal" in database.append_only().found


def test_one_role_for_all_is_wrong_in_a_real_installation_and_a_warning_in_a_practice_city(
    tmp_path: Path,
) -> None:
    assert database.roles(Environment(data_dir=tmp_path)).grade is Grade.BAD
    assert database.roles(Environment(data_dir=tmp_path, practice=True)).grade is Grade.WARNING


def test_practice_accounts_are_wrong_in_a_real_installation(tmp_path: Path) -> None:
    Account.objects.create_user("officer@practice.example", "x", practice=True)
    assert database.practice(Environment(data_dir=tmp_path)).grade is Grade.BAD
    assert database.practice(Environment(data_dir=tmp_path, practice=True)).grade is Grade.GOOD


def test_no_worker_is_a_warning() -> None:
    assert database.worker().grade is Grade.WARNING


def test_an_old_python_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    assert machine.python().grade is Grade.GOOD
    monkeypatch.setattr(machine, "OLDEST_PYTHON", (99, 0))
    assert "99" in machine.python().mend or machine.python().grade is Grade.BAD


def test_a_missing_extension_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "EXTENSIONS", ("pg_trgm", "no_such_extension"))
    assert "no_such_extension" in database.extensions().found


def test_a_table_that_the_serving_role_cannot_read_is_wrong(tmp_path: Path) -> None:
    env = Environment(data_dir=tmp_path)
    assert database.rights(env).grade is Grade.GOOD
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE doctor_test")
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        assert cursor.fetchone()[0] > 0
        cursor.execute("SET LOCAL ROLE doctor_test")
        finding = database.rights(env)
        cursor.execute("RESET ROLE")
    assert finding.grade is Grade.BAD
    assert "minben migrate" in finding.mend


def test_a_database_without_its_tables_is_told_and_the_rest_is_not_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bad = database.Finding.bad("tables", "2 migrations not applied", "Run `minben migrate`.")
    monkeypatch.setattr(database, "migrations", lambda: bad)
    assert database.all_of(Environment(data_dir=tmp_path))[-1] == bad
