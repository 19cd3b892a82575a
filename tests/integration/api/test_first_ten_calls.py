"""Each call of the page “your first ten calls” is run as it stands there, by curl's own words."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from .conftest import Machine

pytestmark = pytest.mark.django_db
PAGE = Path("docs/how-to/first-ten-calls.md")
CALLS = re.findall(r"```sh\n(curl .*?)```", PAGE.read_text(encoding="utf-8"), re.S)


def run(machine: Machine, command: str, held: dict[str, str]) -> Any:
    """The call of one curl command, sent to the API within the process."""
    for name, value in held.items():
        command = command.replace(f"'${name}'", value).replace(f"${name}", value)
    words = shlex.split(command.replace("\\\n", " "))
    headers: dict[str, str] = {}
    url, data = "", None
    while words:
        word = words.pop(0)
        if word == "-H":
            name, _colon, value = words.pop(0).partition(": ")
            headers[name] = value
        elif word == "-d":
            data = words.pop(0)
        elif word.startswith("http"):
            url = word
    path = url.removeprefix("http://testserver/api/v1")
    assert headers.pop("Authorization") == f"Bearer {machine.key}"
    if data is None:
        return machine.get(path, **headers)
    assert headers.pop("Content-Type") == "application/json"
    return machine.post(path, json.loads(data), **headers)


def test_all_of_them_answer(machine: Machine) -> None:
    held = {"CITY": "http://testserver", "KEY": machine.key}
    answers = []
    for command in CALLS:
        answer = run(machine, command, held)
        assert answer.status_code in {200, 201}, (command, answer.content)
        answers.append(answer.json())
        if '/parties"' in command:
            held["PARTY"] = answer.json()["id"]
        if '/cases"' in command:
            held["CASE"] = answer.json()["id"]
    assert len(answers) == 11
    found, events, whole = answers[4], answers[9], answers[10]
    assert [row["id"] for row in found["items"]] == [held["PARTY"]]
    assert [row["name"] for row in events["items"]] == ["write", "accept", "submit"]
    assert [row["id"] for row in whole["open_cases"]] == [held["CASE"]]
