"""Two at the same moment: one effect, and the other is told or gets the same answer."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from minben.cases.actions import routing
from minben.cases.actions.submit import submit
from minben.cases.intake import Submission
from minben.cases.models import Case, CaseEvent
from minben.channels.actions import deliver
from minben.channels.adapters import Parcel, Result
from minben.channels.adapters.base import Adapter
from minben.channels.models import Delivery, OutboxEntry
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine
from minben.foundation.audit.seals import seal_all
from minben.foundation.audit.verify import verify
from minben.foundation.events.pump import pump_all
from minben.foundation.records.errors import Conflict
from minben.processes.models import Task
from tests.factories import cases as make
from tests.factories.town import citizen, make_town
from tests.waiting import settle

from .scenes import dispatched_cases, notices, town_at_noon
from .together import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_clerks_dispatch_one_case_and_the_second_is_told() -> None:
    town = make_town()
    case = make.make_case()
    clerks = [town.actor(Role.DISPATCHER, town.centre, name=name) for name in ("林安", "陳平")]
    places = [town.water, town.roads]
    answers = together(
        [
            lambda clerk=clerk, place=place: routing.dispatch(
                clerk, case.id, department_id=place.id, version=case.version
            )
            for clerk, place in zip(clerks, places, strict=True)
        ]
    )
    done = [answer for answer in answers if isinstance(answer, Case)]
    refused = [answer for answer in answers if isinstance(answer, Conflict)]
    assert (len(done), len(refused)) == (1, 1)
    assert CaseEvent.objects.filter(case_id=case.id, name="dispatch").count() == 1
    assert AuditLine.objects.filter(case_id=case.id, action="case.dispatch").count() == 1
    assert Task.objects.filter(subject_id=case.id, kind="sign", state="open").count() == 1
    assert Case.objects.get().department_id == done[0].department_id


def test_a_double_click_makes_one_case() -> None:
    make_town()
    wanted = Submission(kind="complaint", title="路燈不亮", body="暗")
    answers = together([lambda: submit(citizen(), wanted, key="one form")] * 4)
    assert len({answer.number for answer in answers}) == 1
    assert sorted(answer.new for answer in answers) == [False, False, False, True]
    assert Case.objects.count() == 1


def test_two_pumps_write_every_notice_once() -> None:
    cases = dispatched_cases(town_at_noon(), 12)
    settle()
    together([pump_all] * 3)
    pump_all()
    assert notices() == {(case, kind): 1 for case in cases for kind in ("case_received", "case_dispatched")}


class Counting(Adapter):
    """A carrier that remembers what it was given."""

    def __init__(self) -> None:
        self.taken: list[object] = []

    def carry(self, parcels: list[Parcel]) -> list[Result]:  # type: ignore[override]
        self.taken += [parcel.id for parcel in parcels]
        return [Result(parcel.id, accepted=True) for parcel in parcels]


def test_two_deliverers_carry_every_message_once() -> None:
    dispatched_cases(town_at_noon(), 12)
    settle()
    pump_all()
    waiting, carrier, now = OutboxEntry.objects.count(), Counting(), timezone.now() + dt.timedelta(seconds=1)
    together([lambda: [deliver(now=now, batch=5, find=lambda _code: carrier) for _ in range(6)]] * 3)
    assert waiting == 24
    assert len(carrier.taken) == len(set(carrier.taken)) == waiting
    assert Delivery.objects.filter(outcome="sent").count() == waiting
    assert not OutboxEntry.objects.exists()


def test_two_sealers_make_one_chain(settings: pytest.FixtureRequest, tmp_path: object) -> None:
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    dispatched_cases(town_at_noon(), 6)
    settle()
    together([lambda: seal_all(timezone.now())] * 3)
    seal_all(timezone.now())
    assert list(verify("audit")) == []
