"""Every step of a tour stands on a page that exists and that its role may open, and points at something of the desk."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

import minben
from minben.desk.tours import Spot, Step, Tour, tours
from minben.desk.urls import urlpatterns
from minben.foundation.access.actor import Actor, ActorKind, Grant
from minben.foundation.access.policies import get
from minben.foundation.access.roles import Role

PACKAGE = Path(minben.__file__).parent
POLICIES = {str(pattern.name): pattern.callback.policy for pattern in urlpatterns}
MADE_BY_CODE = {"id_title": "the form of the intake"}
"""Ids that Django's forms write; no template holds them."""
HOOK = re.compile(r"#([\w-]+)|\.([\w-]+)|\[([\w-]+)")


def _all(suffix: str) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob(f"*{suffix}"))


TEMPLATES, CODE = _all(".html"), _all(".py")


def _spots() -> Iterator[tuple[Tour, Step, Spot]]:
    for tour in tours().values():
        for step in tour.steps:
            for spot in (step.spot, *step.by):
                yield tour, step, spot


SPOTS = [
    pytest.param(*found, id="-".join((found[0].name, found[1].name, found[2].page))) for found in _spots()
]
STEPS = [
    pytest.param(tour, step, id=f"{tour.name}-{step.name}")
    for tour in tours().values()
    for step in tour.steps
]


@pytest.mark.parametrize("tour", tours().values(), ids=lambda tour: tour.name)
def test_a_tour_is_short_for_one_role_and_names_each_step_once(tour: Tour) -> None:
    assert 6 <= len(tour.steps) <= 10
    assert tour.role in Role.values
    assert len({step.name for step in tour.steps}) == len(tour.steps)
    assert {"zh-hant", "en"} <= set(tour.texts["title"])


def test_those_who_meet_people_or_texts_have_a_tour() -> None:
    assert [tour.role for tour in tours().values()] == ["officer", "agent", "supervisor", "editor"]


@pytest.mark.parametrize(("tour", "step"), STEPS)
def test_a_step_is_written_in_two_languages_and_can_be_reached(tour: Tour, step: Step) -> None:
    assert all({"zh-hant", "en"} <= set(texts) for texts in step.texts.values())
    assert step.start is not None, "Give it a page without a key in its address, or one in by."


@pytest.mark.parametrize(("tour", "step"), STEPS)
def test_what_proves_a_step_is_written_into_the_trail_somewhere(tour: Tour, step: Step) -> None:
    for name in step.does | step.saw:
        room, _dot, verb = name.partition(".")
        written = f'"{name}"' in CODE or (room == "case" and f'"{verb}"' in CODE)
        edition = name.startswith("catalog.edition.") and f'"{name.rsplit(".", 1)[1]}"' in CODE
        assert written or edition, f"Nothing writes {name}."


@pytest.mark.parametrize(("tour", "step", "spot"), SPOTS)
def test_the_page_exists_and_the_role_may_open_it(tour: Tour, step: Step, spot: Spot) -> None:
    assert spot.page in POLICIES
    held = (Grant(tour.role, uuid.uuid4()),)
    actor = Actor(kind=ActorKind.STAFF, account_id=uuid.uuid4(), staff_id=uuid.uuid4(), grants=held)
    assert get(POLICIES[spot.page]).allows(actor)
    assert spot.name, "The page has no help topic, so it has no name to lead to."


@pytest.mark.parametrize(("tour", "step", "spot"), SPOTS)
def test_the_element_is_hung_on_something_that_a_template_has(tour: Tour, step: Step, spot: Spot) -> None:
    for hooks in HOOK.findall(spot.at):
        name = next(filter(None, hooks))
        assert name in MADE_BY_CODE or re.search(rf"\b{re.escape(name)}\b", TEMPLATES), (
            f"No template has {name}."
        )
