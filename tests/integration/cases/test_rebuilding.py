"""What the actions keep beside a case is what a rebuild makes, and a rebuild mends what was lost."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from minben.agencies.models import Department
from minben.cases import rebuilding
from minben.cases.actions import checking, handling, pressing, routing
from minben.cases.actions import together as joint
from minben.cases.course import states
from minben.cases.models import Case, CaseScope, CaseSearch, SubOrder
from minben.foundation.access.roles import Role
from minben.foundation.records.errors import Problem
from tests.factories import cases as make
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db
STEPS = 20


def scopes(case_id: uuid.UUID) -> set[tuple[object, ...]]:
    rows = CaseScope.objects.filter(case_id=case_id)
    return set(rows.values_list("department_id", "part", "state_group", "kind", "status", "sort_key"))


class Walk:
    """One case through verbs taken at random from those its state allows."""

    def __init__(self, town: Town, seed: int) -> None:
        self.town, self.chance = town, random.Random(seed)
        self.departments = [town.water, town.roads, town.centre, town.government]
        self.case = make.make_case()

    def go(self) -> None:
        verbs = self.verbs()
        for _ in range(STEPS):
            self.case.refresh_from_db()
            possible = sorted(states.possible(self.case.kind, self.case.status) & set(verbs))
            if self.chance.random() < 0.3:
                self.attempt(self.part)
            elif possible:
                self.attempt(verbs[self.chance.choice(possible)])

    def attempt(self, verb: Callable[[], Any]) -> None:
        try:
            verb()
        except Problem:
            return  # a limit of the law: the walk goes on from where it is

    def worker(self, role: Role) -> Any:
        where = self.case.department or self.town.centre
        return self.town.actor(role, where)

    def verbs(self) -> dict[str, Callable[[], Any]]:
        centre, case_id = self.town.centre, self.case.id
        dispatcher = self.town.actor(Role.DISPATCHER, centre)
        supervisor = self.town.actor(Role.SUPERVISOR, centre)
        checker, caller = self.town.actor(Role.CHECKER, centre), self.town.actor(Role.CALLBACK, centre)
        return {
            "accept": lambda: routing.accept(dispatcher, case_id),
            "dispatch": lambda: self.dispatch(dispatcher),
            "transfer": lambda: routing.transfer(
                self.worker(Role.OFFICER), case_id, department_id=self.anywhere(), reason="歸它管"
            ),
            "return": lambda: routing.return_(
                self.worker(Role.OFFICER), case_id, reason="不歸我管", basis="職責清單"
            ),
            "sign": self.sign,
            "ask_department": self.ask,
            "start": lambda: handling.start(self.worker(Role.OFFICER), case_id, note="已聯絡"),
            "answer": lambda: handling.answer(self.worker(Role.OFFICER), case_id, text="修好了。"),
            "check": lambda: checking.check(checker, case_id),
            "send_back": lambda: checking.send_back(checker, case_id, reason="沒有回答問題"),
            "call_back": lambda: checking.call_back(caller, case_id, resolved="no", note="還沒好"),
            "suspend": lambda: handling.suspend(self.worker(Role.OFFICER), case_id, reason="等零件"),
            "resume": lambda: handling.resume(self.worker(Role.OFFICER), case_id),
            "extend": lambda: handling.extend(self.worker(Role.OFFICER), case_id, reason="零件未到", days=3),
            "redo": lambda: checking.redo(caller, case_id, reason="還沒好"),
            "close": lambda: checking.close(caller, case_id),
            "reopen": lambda: checking.reopen(caller, case_id, reason="又壞了"),
            "supervise": lambda: pressing.supervise(supervisor, case_id, text="請加快"),
        }

    def anywhere(self) -> uuid.UUID:
        return self.chance.choice(self.departments).id

    def dispatch(self, dispatcher: Any) -> None:
        beside = self.chance.sample(self.departments, self.chance.randint(0, 2))
        routing.dispatch(
            dispatcher,
            self.case.id,
            department_id=self.anywhere(),
            co_department_ids=[d.id for d in beside],
            first_signs=self.chance.random() < 0.5,
        )

    def sign(self) -> None:
        """The lead, or a department beside it where whoever signs first leads."""
        may = SubOrder.may_lead(self.case).order_by("id").values_list("department_id", flat=True)
        where = self.chance.choice([self.case.department, *Department.objects.filter(id__in=list(may))])
        handling.sign(self.town.actor(Role.OFFICER, where or self.town.centre), self.case.id)

    def ask(self) -> None:
        joint.ask_department(
            self.worker(Role.OFFICER), self.case.id, department_id=self.anywhere(), question="請看"
        )

    def part(self) -> None:
        """A department beside answers its part, or gives it back."""
        order = SubOrder.objects.filter(case=self.case, state="asked").order_by("id").first()
        if order is not None:
            helper = self.town.actor(Role.OFFICER, Department.objects.get(pk=order.department_id))
            if self.chance.random() < 0.5:
                joint.answer_sub_order(helper, order.id, text="看過了")
            else:
                joint.return_sub_order(helper, order.id, reason="不歸我管")


@pytest.mark.parametrize("seed", range(8))
def test_the_rows_kept_by_the_actions_are_those_a_rebuild_makes(seed: int) -> None:
    walk = Walk(make_town(), seed)
    walk.go()
    kept = scopes(walk.case.id)
    assert rebuilding.rebuild_scopes() == 0
    CaseScope.objects.all().delete()
    assert rebuilding.rebuild_scopes() == 1
    assert scopes(walk.case.id) == kept


def test_a_dispatch_that_names_only_the_lead_beside_it_leaves_nobody_beside() -> None:
    town = make_town()
    dispatcher, case_id = town.actor(Role.DISPATCHER, town.centre), make.make_case().id
    routing.accept(dispatcher, case_id)
    routing.dispatch(dispatcher, case_id, department_id=town.water.id, co_department_ids=[town.roads.id])
    officer = town.actor(Role.OFFICER, town.water)
    routing.return_(officer, case_id, reason="不歸我管", basis="職責清單")
    routing.dispatch(dispatcher, case_id, department_id=town.water.id, co_department_ids=[town.water.id])
    assert not CaseScope.objects.filter(department_id=town.roads.id).exists()
    assert rebuilding.rebuild_scopes() == 0


def test_an_application_is_seen_by_its_department_the_centre_and_those_above() -> None:
    case = make.make_application(make_town())
    kept = scopes(case.id)
    CaseScope.objects.all().delete()
    rebuilding.rebuild_scopes()
    assert scopes(case.id) == kept


def test_a_department_moved_in_the_tree_is_seen_by_its_new_parent_after_a_rebuild() -> None:
    town = make_town()
    case = make.dispatched(town)
    town.water.parent, town.water.ancestors = town.roads, [str(town.roads.id), str(town.government.id)]
    town.water.save()
    assert rebuilding.rebuild_scopes() == 1
    assert CaseScope.objects.get(case=case, department_id=town.roads.id).part == "above"


def test_batches_reach_every_case_and_tell_how_far_they_are() -> None:
    make_town()
    for _ in range(5):
        make.make_case()
    told: list[tuple[int, int]] = []
    CaseScope.objects.all().delete()
    assert rebuilding.rebuild_scopes(batch=2, progress=lambda done, total: told.append((done, total))) == 5
    assert told == [(2, 5), (4, 5), (5, 5)]


def test_a_lost_search_row_is_written_again() -> None:
    make_town()
    case = make.make_case(title="路燈不亮")
    before = CaseSearch.objects.get(case=case).vector
    CaseSearch.objects.all().delete()
    assert rebuilding.rebuild_search() == 1
    assert CaseSearch.objects.get(case=case).vector == before
    assert Case.objects.get().version == case.version
