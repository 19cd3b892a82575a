"""What comes with Minben is brought by migrating, and brought again when it came changed and nobody here touched it."""

from __future__ import annotations

import pytest

from minben.cases.shipped import drawings
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.roles import Role
from minben.processes.actions.definitions import add_shipped, publish, save_draft, withdraw
from minben.processes.models import Version
from tests.factories.town import make_town

pytestmark = pytest.mark.django_db

APPEAL = drawings()["appeal"]
CHANGED = {"appeal": APPEAL.replace("評價申訴".encode(), "評價申訴新版".encode())}


def in_force() -> Version:
    return Version.objects.get(definition__key="appeal", state=Version.State.PUBLISHED)


def test_it_is_brought_once() -> None:
    assert add_shipped(SYSTEM, {"appeal": APPEAL}) == ["appeal"]
    assert add_shipped(SYSTEM, {"appeal": APPEAL}) == []
    assert in_force().number == 1


def test_what_came_changed_is_the_next_version() -> None:
    add_shipped(SYSTEM, {"appeal": APPEAL})
    assert add_shipped(SYSTEM, CHANGED) == ["appeal"]
    assert (in_force().number, in_force().source.encode()) == (2, CHANGED["appeal"])


def test_what_people_drew_drafted_or_withdrew_is_left_alone() -> None:
    town = make_town()
    editor = town.actor(Role.EDITOR, town.centre)
    made = save_draft(editor, APPEAL)
    assert add_shipped(SYSTEM, CHANGED) == []
    publish(SYSTEM, made.version.id)
    assert add_shipped(SYSTEM, CHANGED) == []
    withdraw(SYSTEM, made.version.id)
    assert add_shipped(SYSTEM, CHANGED) == []
