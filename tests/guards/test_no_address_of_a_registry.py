"""Libraries come from wherever the machine is set up to find them: no file of ours names a package registry."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

REGISTRIES = re.compile(
    "|".join(
        [
            r"(?:test\.)?pypi\.(?:org|python)",
            r"files\.pythonhosted",
            r"registry\.(?:npmjs|yarnpkg)",
            r"proxy\.golang",
            r"--(?:extra-)?index-url",
            r"--find-links",
            r"UV_(?:DEFAULT_)?INDEX",
            r"PIP_(?:EXTRA_)?INDEX_URL",
        ]
    )
)
OUR_OWN = Path(__file__).name


def _files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, check=True).stdout
    return [Path(name) for name in listed.split("\0") if name and not name.endswith(OUR_OWN)]


def test_no_committed_file_names_a_registry() -> None:
    named = [
        str(path)
        for path in _files()
        if path.is_file() and REGISTRIES.search(path.read_text(errors="ignore"))
    ]
    assert named == []


@pytest.mark.parametrize("lock", sorted(Path().glob("requirements*.lock")), ids=str)
def test_a_lock_has_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    pinned = re.findall(r"^[a-z0-9][^ =]*==", text, flags=re.MULTILINE)
    assert pinned
    assert len(re.findall(r"^[a-z0-9][^ =]*==.*\\\n +--hash=", text, flags=re.MULTILINE)) == len(pinned)


def test_the_lock_of_the_drawing_board_has_hashes_and_no_address() -> None:
    text = Path("designer/package-lock.json").read_text(encoding="utf-8")
    assert "://" not in text
    packages = {name: held for name, held in json.loads(text)["packages"].items() if name}
    assert packages
    assert [name for name, held in packages.items() if not held.get("integrity")] == []
