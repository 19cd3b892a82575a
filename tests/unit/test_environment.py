"""Settings: wrong values are refused at start with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from minben.config import installation
from minben.config.database import connection_settings, owner_url
from minben.config.environment import Environment, SettingError, read

WRONG = [
    ({"MINBEN_DATABASE_URL": "mysql://x"}, "postgresql://"),
    ({"MINBEN_SECRET_KEY": "short"}, "50 characters"),
    ({"MINBEN_DEBUG": "yes"}, "0 or 1"),
    ({"MINBEN_DATABASE_POOL": "many"}, "whole number"),
    ({"MINBEN_DATABASE_POOL": "-1"}, "whole number"),
    ({"MINBEN_TIME_ZONE": "Mars/Olympus"}, "time zone"),
    ({"MINBEN_SECRT_KEY": "a typing mistake"}, "not a setting"),
]


@pytest.mark.parametrize(("given", "told"), WRONG)
def test_a_wrong_value_is_refused_and_says_what_to_write(given: dict[str, str], told: str) -> None:
    with pytest.raises(SettingError, match=told):
        read(given)


def test_an_empty_environment_is_an_installation_in_the_working_directory() -> None:
    assert read({}).data_dir == Path(".minben")


def test_the_owner_connects_with_its_own_address_if_there_is_one(tmp_path: Path) -> None:
    env = Environment(database_url="postgresql://app@h/m", data_dir=tmp_path)
    assert owner_url(env) == "postgresql://app@h/m"
    both = Environment(
        database_url="postgresql://app@h/m", owner_database_url="postgresql://o@h/m", data_dir=tmp_path
    )
    assert owner_url(both) == "postgresql://o@h/m"


def test_a_server_process_keeps_its_connections_open() -> None:
    env = Environment(database_url="postgresql://app:p%40ss@h:5/m", database_pool=4)
    settings = connection_settings(env)
    assert settings["PASSWORD"] == "p@ss"
    assert settings["OPTIONS"]["pool"]["max_size"] == 4


def test_keys_are_made_once_in_a_private_file(tmp_path: Path) -> None:
    first = installation.founded(tmp_path, practice=True)
    assert installation.founded(tmp_path, practice=False) == first
    assert (tmp_path / installation.FILE).stat().st_mode & 0o777 == 0o600
    assert len(first.secret_key) >= 50


def test_a_variable_goes_before_the_kept_key(tmp_path: Path) -> None:
    kept = installation.founded(tmp_path, practice=True)
    env = installation.completed(Environment(secret_key="s" * 50, data_dir=tmp_path))
    assert env.secret_key == "s" * 50
    assert env.field_keys == kept.field_keys
    assert env.practice


def test_a_damaged_file_of_keys_is_refused_and_never_replaced(tmp_path: Path) -> None:
    (tmp_path / installation.FILE).write_text("{")
    with pytest.raises(SettingError, match="backup"):
        installation.founded(tmp_path, practice=True)
    assert (tmp_path / installation.FILE).read_text() == "{"
