"""What the person is told, and when: news becomes notices through the one gate, once each."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import time_machine

from minben.cases.actions import checking, handling, routing
from minben.cases.actions.submit import submit
from minben.cases.intake import Submission
from minben.cases.models import Case
from minben.channels.actions import load_templates
from minben.channels.models import Message
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.roles import Role
from minben.foundation.events.pump import pump_all
from minben.parties.actions import register_person
from tests.factories.town import citizen, make_town
from tests.waiting import settle

pytestmark = pytest.mark.django_db(transaction=True)
NOTICES = Path(__file__).parents[3] / "minben" / "demo" / "catalogue" / "notices.yaml"
MORNING = dt.datetime(2026, 11, 24, 2, 0, tzinfo=dt.UTC)


def templates_sent(case: Case) -> list[str]:
    rows = Message.objects.filter(case_id=case.id).order_by("id")
    return list(dict.fromkeys(rows.values_list("template", flat=True)))


def test_each_step_that_the_person_should_know_of_is_told_once() -> None:
    load_templates(SYSTEM, NOTICES)
    town = make_town()
    person = register_person(SYSTEM, name="王小明", phone="+8613800138000")
    with time_machine.travel(MORNING, tick=True):
        made = submit(citizen(), Submission(kind="help", title="停水", party_id=person.id), key="n")
        case = Case.objects.get(pk=made.case_id)
        officer = town.actor(Role.OFFICER, town.water)
        routing.dispatch(town.actor(Role.DISPATCHER, town.centre), case.id, department_id=town.water.id)
        handling.sign(officer, case.id)
        handling.extend(officer, case.id, reason="管線複雜", days=2)
        handling.answer(officer, case.id, text="已恢復供水")
        checking.check(town.actor(Role.CHECKER, town.centre), case.id)
        checking.call_back(town.actor(Role.CALLBACK, town.centre), case.id, resolved="yes", note="已通水")
        settle()
        pump_all()
        pump_all()
    assert templates_sent(case) == [
        "case_received",
        "case_dispatched",
        "case_extended",
        "case_answered",
        "case_closed",
    ]
    assert Message.objects.filter(case_id=case.id).count() == 5
    assert "管線複雜" in Message.objects.get(case_id=case.id, template="case_extended").body
    received = Message.objects.get(case_id=case.id, template="case_received")
    assert made.number in received.body
    assert made.code in received.body


def test_nobody_is_written_to_about_an_anonymous_case() -> None:
    load_templates(SYSTEM, NOTICES)
    make_town()
    made = submit(citizen(), Submission(kind="report", title="亂倒垃圾", privacy="anonymous"), key="n")
    settle()
    pump_all()
    assert not Message.objects.filter(case_id=made.case_id).exists()
