"""The form of case numbers is chosen; what was given is found as before."""

from __future__ import annotations

import pytest

from minben.cases.actions.claim import claim
from minben.cases.intake import numbering, numbers
from minben.cases.models import Case
from minben.cases.queries import id_of_number
from minben.foundation.access.actor import SYSTEM, Actor, ActorKind
from minben.foundation.options import held
from minben.foundation.options.actions import change
from minben.foundation.records.errors import Invalid
from tests.factories.cases import make_case
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db
TAINAN = {"prefix": "tn", "year": "minguo", "digits": 6}


@pytest.fixture
def town() -> Town:
    return make_town()


def _choose(values: dict[str, object]) -> None:
    change(SYSTEM, "numbers", values)
    held.forget()


def test_new_cases_get_the_new_form_and_old_ones_keep_theirs(town: Town) -> None:
    old = make_case()
    _choose(TAINAN)
    new = make_case()
    assert old.number.startswith("MB-2")
    assert new.number.startswith("TN-1")
    assert Case.objects.get(id=old.id).number == old.number


def test_numbers_of_every_form_are_found_with_and_without_their_letters(town: Town) -> None:
    old = make_case()
    _choose(TAINAN)
    new = make_case()
    for case in (old, new):
        typed = (case.number, case.number.lower().replace("-", " "), case.number.partition("-")[2])
        assert [id_of_number(text) for text in typed] == [case.id] * 3


def test_the_preview_is_the_number_that_the_next_case_gets(town: Town) -> None:
    make_case()
    _choose(TAINAN)
    shown = numbering.preview(held.of("numbers"))
    assert numbering.preview(held.of("numbers")) == shown
    assert make_case().number == shown


def test_the_running_number_goes_on_so_none_is_given_twice(town: Town) -> None:
    given = [make_case().number]
    for values in (TAINAN, {"prefix": "MB", "year": "western", "digits": 9}, {"digits": 6}):
        _choose(values)
        given.append(make_case().number)
    running = [int(number.split("-")[2]) for number in given]
    assert running == list(range(running[0], running[0] + 4))


@pytest.mark.parametrize("prefix", ["", "台南", "T1", "T-N", "ABCDEFG"])
def test_letters_that_cannot_stand_in_front_are_refused(prefix: str) -> None:
    with pytest.raises(Invalid) as refused:
        _choose({"prefix": prefix})
    assert set(refused.value.fields) == {"prefix"}


def test_a_beginning_that_numbers_from_elsewhere_have_is_refused(town: Town) -> None:
    case = make_case()
    Case.objects.filter(id=case.id).update(number="BOS-101003148265")
    with pytest.raises(Invalid) as refused:
        _choose({"prefix": "BOS"})
    assert set(refused.value.fields) == {"prefix"}


def test_a_tracker_is_told_the_form_that_holds(town: Town) -> None:
    _choose(TAINAN)
    with pytest.raises(Invalid) as refused:
        claim(Actor(kind=ActorKind.ANONYMOUS), number="abc", code="x")
    assert numbers.standing().written(2026, 123) in str(refused.value.message)
