"""An application with a supplement, told once, decided, delivered (行政許可法 art. 32, 42, 44)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from minben.cases.actions import application, handling, routing
from minben.cases.actions.submit import submit
from minben.cases.intake import Submission
from minben.cases.jobs import sweep_clocks
from minben.cases.models import Case, CaseEvent, Status
from minben.catalog.models import PublicService, ServiceVersion
from minben.foundation.access.actor import Actor, ActorKind
from minben.foundation.access.roles import Role
from minben.foundation.records.errors import Conflict, Invalid
from minben.processes.models import Clock, Task
from tests.factories.town import Town, citizen, make_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return make_town()


@pytest.fixture
def version(town: Town) -> ServiceVersion:
    service = PublicService.objects.create(
        jurisdiction=town.jurisdiction, department=town.water, slug="water-connection"
    )
    return ServiceVersion.objects.create(
        service=service,
        number=1,
        state="published",
        name={"zh-hant": "用水報裝"},
        promised_amount=7,
        promised_unit="1",
    )


def apply(version: ServiceVersion) -> Case:
    made = submit(
        citizen(),
        Submission(
            kind="application", title="用水報裝", service_version_id=version.id, answers={"name": "王"}
        ),
        key="a1",
    )
    return Case.objects.get(pk=made.case_id)


def owner(case: Case) -> Actor:
    return Actor(kind=ActorKind.ANONYMOUS, session="s", claimed_cases=frozenset({case.id}))


def test_from_the_form_to_the_delivered_result(town: Town, version: ServiceVersion) -> None:
    case, officer = apply(version), town.actor(Role.OFFICER, town.water)
    assert case.department_id == town.water.id
    assert case.promised_at is None
    application.pre_check(officer, case.id)
    with pytest.raises(Invalid):
        application.ask_supplement(officer, case.id, items=[" "])
    application.ask_supplement(officer, case.id, items=["產權證明", "身分證正面"])
    assert set(open_clocks(case)) == {"supply"}
    application.supply(owner(case), case.id, text="已補上")
    with pytest.raises(Conflict):
        application.ask_supplement(officer, case.id, items=["還缺一樣"])
    accepted = routing.accept(officer, case.id)
    assert accepted.promised_at is not None
    assert Clock.objects.get(subject_id=case.id, kind="decide").rule == "Promised in the guide of the service"
    application.examine(officer, case.id)
    handling.suspend(officer, case.id, reason="現場檢驗")
    assert Clock.objects.get(subject_id=case.id, kind="decide").state == "paused"
    handling.resume(officer, case.id)
    application.decide(officer, case.id, outcome="granted", text="准予報裝")
    done = application.deliver(officer, case.id, how="電子證照")
    assert Case.objects.get(pk=done.id).status == Status.CLOSED
    assert not Task.objects.filter(subject_id=case.id, state__in=["open", "claimed"]).exists()


def open_clocks(case: Case) -> list[str]:
    return list(Clock.objects.filter(subject_id=case.id, state="running").values_list("kind", flat=True))


def test_silence_of_five_working_days_accepts_from_receipt(town: Town, version: ServiceVersion) -> None:
    case = apply(version)
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=20)):
        assert sweep_clocks() == 1
        sweep_clocks()
    accepted = Case.objects.get(pk=case.id)
    assert accepted.status == Status.ACCEPTED
    clock = Clock.objects.get(subject_id=case.id, kind="decide")
    assert abs(clock.started_at - case.made_at) < dt.timedelta(seconds=1)
    overdue = CaseEvent.objects.filter(case_id=case.id, name="overdue")
    assert [event.data["clock"] for event in overdue.order_by("id")] == ["pre_check", "decide"]


def test_a_case_stays_bound_to_the_version_it_began_with(town: Town, version: ServiceVersion) -> None:
    case = apply(version)
    version.state = "superseded"
    version.save(update_fields=["state"])
    assert Case.objects.get(pk=case.id).service_version_id == version.id
    with pytest.raises(Invalid):
        submit(citizen(), Submission(kind="application", title="x", service_version_id=version.id), key="a2")


def test_a_decision_can_be_extended_by_ten_working_days_at_most(town: Town, version: ServiceVersion) -> None:
    case, officer = apply(version), town.actor(Role.OFFICER, town.water)
    routing.accept(officer, case.id)
    with pytest.raises(Invalid):
        handling.extend(officer, case.id, reason="複雜", days=11)
    assert handling.extend(officer, case.id, reason="複雜", days=10).promised_at is not None
