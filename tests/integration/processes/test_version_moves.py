"""Running cases go on by another version: those that fit, each in a change of its own, told on its timeline."""

from __future__ import annotations

import datetime as dt

import pytest

from minben.cases.actions import handling, routing
from minben.cases.actions.own_step import finish_own_step
from minben.cases.actions.version_moves import Candidate, candidates, move_cases
from minben.cases.models import Case, CaseEvent
from minben.foundation.access.actor import SYSTEM, Actor
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine
from minben.foundation.records.errors import Conflict, Refused
from minben.processes.actions import definitions
from minben.processes.models import Clock, Run, Task, Version
from tests.factories.desk import sit_down
from tests.factories.town import Town, make_town

from .test_running import ask, open_tasks, publish, signed, with_a_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return make_town()


@pytest.fixture
def editor(town: Town) -> Actor:
    return town.actor(Role.EDITOR, town.centre)


def dispatched(town: Town, case: Case) -> None:
    routing.dispatch(town.actor(Role.DISPATCHER, town.centre), case.id, department_id=town.water.id)


def standing(case: Case) -> list[tuple[str, str, dt.datetime | None]]:
    tasks = Task.objects.filter(subject_id=case.id, state__in=["open", "claimed"])
    clocks = Clock.objects.filter(subject_id=case.id, state="running")
    return [*tasks.values_list("kind", "role", "due_at"), *clocks.values_list("kind", "state", "due_at")]


def test_a_case_before_the_change_takes_it_and_one_behind_it_stays(town: Town, editor: Actor) -> None:
    new, sent, working = ask(), ask(), ask()
    dispatched(town, sent)
    officer = signed(town, working)
    version = publish(with_a_visit())
    found = {one.case.id: one for one in candidates(editor, version).found}
    assert {key: one.fits for key, one in found.items()} == {new.id: True, sent.id: True, working.id: False}
    assert any("現場" in why or "聯繫" in why for why in found[working.id].reasons)
    before = {case.id: standing(case) for case in (new, sent, working)}
    done = move_cases(editor, version.id, [new.id, sent.id, working.id])
    assert [(one.case.id, one.moved) for one in done] == [
        (new.id, True),
        (sent.id, True),
        (working.id, False),
    ]
    assert {case.id: standing(case) for case in (new, sent, working)} == before, "tasks and clocks stay"
    for case in (new, sent, working):
        case.refresh_from_db()
    assert [case.process_version_id == version.id for case in (new, sent, working)] == [True, True, False]
    handling.sign(officer, sent.id)
    assert open_tasks(sent) == ["visit"]
    finish_own_step(officer, Task.objects.get(subject_id=sent.id, kind="visit").id, outcome="done")
    handling.answer(officer, sent.id, text="已修")
    handling.answer(officer, working.id, text="已修")
    assert open_tasks(sent) == open_tasks(working) == ["check"]
    signed(town, new)
    assert open_tasks(new) == ["visit"]


def test_it_stands_on_the_timeline_inside_the_house_and_in_the_trail(town: Town, editor: Actor) -> None:
    case = ask()
    version = publish(with_a_visit())
    move_cases(editor, version.id, [case.id])
    event = CaseEvent.objects.get(case_id=case.id, name="move_process")
    assert (event.public, event.data) == (False, {"from": 1, "to": 2})
    actions = set(AuditLine.objects.values_list("action", flat=True))
    assert {"case.move_process", "process.move"} <= actions


def test_to_the_published_version_only_by_designers_and_nothing_twice(town: Town, editor: Actor) -> None:
    case = ask()
    draft = definitions.save_draft(SYSTEM, with_a_visit()).version
    with pytest.raises(Conflict):
        move_cases(editor, draft.id, [case.id])
    version = definitions.publish(SYSTEM, draft.id)
    with pytest.raises(Refused):
        move_cases(town.actor(Role.OFFICER, town.water), version.id, [case.id])
    assert len(move_cases(editor, version.id, [case.id])) == 1
    assert move_cases(editor, version.id, [case.id]) == []
    assert candidates(editor, version).found == list[Candidate]()


def test_a_case_goes_back_with_the_version_that_is_put_in_force_again(town: Town, editor: Actor) -> None:
    case = ask()
    dispatched(town, case)
    first = Version.objects.get(definition__key="hotline", state="published")
    move_cases(editor, publish(with_a_visit()).id, [case.id])
    again = definitions.publish_again(SYSTEM, first.id)
    assert [one.moved for one in move_cases(editor, again.id, [case.id])] == [True]
    assert Run.objects.get(subject_id=case.id).version_id == again.id
    signed_by = town.actor(Role.OFFICER, town.water)
    handling.sign(signed_by, case.id)
    assert open_tasks(case) == ["work"]


def test_the_page_names_cases_by_number_only_and_tells_what_became_of_each(town: Town) -> None:
    fits, stays = ask(title="秘密的路燈"), ask()
    signed(town, stays)
    version = publish(with_a_visit())
    desk = sit_down(town.centre, Role.EDITOR).client
    address = f"/desk/processes/hotline/versions/{version.number}/move"
    page = desk.get(address).content.decode()
    assert fits.number in page
    assert stays.number in page
    assert "秘密" not in page
    done = desk.post(address, {"case": [str(fits.id), "no id"]}).content.decode()
    assert done.count(fits.number) == 1
    assert Case.objects.get(pk=fits.id).process_version_id == version.id
    assert desk.get("/desk/processes/hotline/versions/1/move").status_code == 302
