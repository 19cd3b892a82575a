"""The supervisor sees what is late and takes it under supervision (督辦)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import expect

from minben.cases.models import Case, CaseEvent
from minben.foundation.access.roles import Role
from minben.processes.models import Clock
from tests.factories import cases

from . import clerks
from .conftest import View
from .town import PracticeTown
from .visitor import Visitor

Visit = Callable[..., Visitor]


def test_an_overdue_case_is_taken_under_supervision(town: PracticeTown, visit: Visit, walk: View) -> None:
    late, other = overdue(cases.in_progress(town.town, title="井蓋破損")), cases.dispatched(town.town)
    supervisor = visit(walk, "/desk/sign-in")
    clerks.sign_in(supervisor, town.account(Role.SUPERVISOR), "/desk/board")
    supervisor.look("board")
    section = supervisor.page.locator("section[aria-labelledby=late]")
    expect(section).to_contain_text(late.number)
    expect(section).not_to_contain_text(other.number)

    supervisor.page.locator("section[aria-labelledby=supervise] button").click()
    supervisor.is_told_a_mistake()
    supervisor.look("board-wrong")
    section.locator(f"input[value='{late.id}']").check()
    supervisor.fill(text="三日內回報。")
    supervisor.page.locator("section[aria-labelledby=supervise] button").click()
    expect(supervisor.page.locator("#toasts .notice")).to_be_visible()
    assert list(CaseEvent.objects.filter(name="supervise").values_list("case_id", flat=True)) == [late.id]

    officer = visit(walk, "/desk/sign-in")
    clerks.sign_in(officer, town.account(Role.OFFICER), f"/desk/cases/{late.id}")
    officer.reads("三日內回報。")
    officer.look("supervised")


def overdue(case: Case) -> Case:
    """Its promise passed two days ago."""
    past = timezone.now() - dt.timedelta(days=2)
    Case.objects.filter(pk=case.id).update(promised_at=past)
    Clock.objects.filter(subject_id=case.id, state="running").update(due_at=past)
    return case
