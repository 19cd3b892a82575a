"""The command line: quick to ask, clear when it refuses."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from minben.cli.demo import refuse_busy
from minben.config import installation
from minben.config.environment import SettingError


def _minben(*arguments: str, data: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MINBEN_")}
    environment = {**kept, "MINBEN_DATA_DIR": str(data), **variables}
    command = [sys.executable, "-m", "minben", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_help_does_not_load_django() -> None:
    code = "import sys, minben.cli.main; print(sorted(m for m in sys.modules if m == 'django' or m == 'granian'))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_command_without_an_installation_says_how_to_get_one(tmp_path: Path) -> None:
    done = _minben("migrate", data=tmp_path / "none")
    assert done.returncode == 2
    assert "minben setup" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "none").exists()


def test_a_wrong_setting_is_one_line(tmp_path: Path) -> None:
    done = _minben("migrate", data=tmp_path, MINBEN_HTTPS="yes")
    assert done.returncode == 2
    assert done.stderr == "minben: MINBEN_HTTPS must be 0 or 1, not 'yes'.\n"


def test_the_practice_city_is_never_made_in_a_real_installation(tmp_path: Path) -> None:
    installation.founded(tmp_path, practice=False)
    done = _minben("demo", "--data", str(tmp_path), data=tmp_path)
    assert done.returncode == 2
    assert "real installation" in done.stderr


def test_setup_refuses_the_directory_of_a_practice_city(tmp_path: Path) -> None:
    installation.founded(tmp_path, practice=True)
    answers = [
        "--place",
        "x",
        "--administrator",
        "x",
        "--email",
        "x@y.example",
        "--password",
        "long-enough-1",
    ]
    done = _minben("setup", *answers, "--time-zone", "UTC", "--calendar", "CN", data=tmp_path)
    assert done.returncode == 2
    assert "practice city" in done.stderr


def test_a_busy_port_is_named_with_the_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingError, match=f"PORT={port + 1}"):
            refuse_busy(port)


def test_a_new_key_is_one_line_that_the_settings_take(tmp_path: Path) -> None:
    done = _minben("keys", "new", data=tmp_path)
    name, _, key = done.stdout.strip().partition(":")
    assert name
    assert len(key) == 44
