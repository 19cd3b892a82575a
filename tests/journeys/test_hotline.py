"""A complaint through the hands of everybody: sent, worked, checked, called back, rated, repaired, reopened."""

from __future__ import annotations

from collections.abc import Callable

from minben.cases.intake.numbers import code_for
from minben.cases.models import Case, RepairCase
from minben.foundation.access.roles import Role
from minben.processes.models import Task
from tests.factories import cases

from . import citizen, clerks
from .conftest import View
from .town import PracticeTown, drain
from .visitor import Visitor

Visit = Callable[..., Visitor]
ANSWER = "燈桿 7 號已換燈泡，今晚恢復照明。"


def test_a_complaint_from_dispatch_to_repair(town: PracticeTown, visit: Visit, walk: View) -> None:
    case = cases.make_case()
    seats = Seats(town, visit, walk)

    dispatcher = seats.of(Role.DISPATCHER, "/desk/dispatch")
    dispatches(dispatcher, town, case)

    officer = seats.of(Role.OFFICER)
    clerks.finds_new_work(officer, case.number)
    clerks.opens_case(officer, case.id, "desk-case")
    clerks.does(officer, "sign")
    clerks.does(officer, "start", channel="phone", note="約明早到場。")
    clerks.does(officer, "answer", answer="處理中。")

    checker = seats.of(Role.CHECKER)
    clerks.opens_case(checker, case.id)
    clerks.does(checker, "send_back", reason="沒有說做了什麼。")
    answers_again(officer, case)
    clerks.opens_case(checker, case.id)
    clerks.does(checker, "check", note="可以。")

    caller = seats.of(Role.CALLBACK)
    clerks.opens_case(caller, case.id)
    clerks.does(caller, "call_back", resolved="no", channel="phone", note="還是不亮。")
    assert status(case) == "redo"
    answers_again(officer, case)
    clerks.opens_case(checker, case.id)
    clerks.does(checker, "check", note="")
    clerks.opens_case(caller, case.id)
    clerks.does(caller, "call_back", resolved="yes", channel="phone", note="好了，謝謝。")
    assert status(case) == "closed"
    drain()

    person = visit(walk, "/track/")
    citizen.tracks(person, receipt(case))
    person.reads(ANSWER)
    citizen.rates(person, 1, reason="slow", comment="打了三次電話。")
    repairs(officer, case)

    person.go(f"/c/{case.track_token}/")
    person.look("case-repaired")
    person.reads("已致歉。")
    citizen.acts(person, "reopen", text="昨晚又不亮了。")
    assert status(case) == "redo"
    assert Task.objects.filter(subject_id=case.id, kind="work", state__in=["open", "claimed"]).exists()


class Seats:
    """Who sits where: each role in a browser of its own."""

    def __init__(self, town: PracticeTown, visit: Visit, walk: View) -> None:
        self.town, self.visit, self.walk = town, visit, walk

    def of(self, role: Role, goal: str = "/desk/") -> Visitor:
        seated = self.visit(self.walk, "/desk/sign-in")
        clerks.sign_in(seated, self.town.account(role), goal)
        return seated


def status(case: Case) -> str:
    return str(Case.objects.values_list("status", flat=True).get(pk=case.id))


def receipt(case: Case) -> citizen.Receipt:
    return citizen.Receipt(case.number, code_for(case.track_token))


def dispatches(dispatcher: Visitor, town: PracticeTown, case: Case) -> None:
    """On the board: the request beside the list, the department chosen, the list shorter."""
    dispatcher.look("dispatch")
    dispatcher.follow(f"?case={case.id}")
    dispatcher.look("dispatch-detail")
    form = dispatcher.page.locator("#detail form").last
    clerks.types(form, department=str(town.town.water.id), note="請今天到場。")
    clerks.sends(dispatcher, form)
    dispatcher.look("dispatch-empty")
    assert status(case) == "dispatched"


def answers_again(officer: Visitor, case: Case) -> None:
    clerks.opens_case(officer, case.id)
    clerks.does(officer, "answer", answer=ANSWER)
    assert status(case) == "answered"


def repairs(officer: Visitor, case: Case) -> None:
    clerks.opens_case(officer, case.id, "desk-case-rated")
    repair = RepairCase.objects.get(rating__case=case)
    for step, given in (
        ("repair_contact", {"note": "嫌慢"}),
        ("repair_work", {"result": "已致歉。"}),
        ("repair_proof", {"proof": "電話回訪：滿意"}),
    ):
        officer.go(f"/desk/repairs/{repair.id}")
        officer.look(f"desk-repair-{step}")
        officer.follow(step)
        if step == "repair_proof":
            officer.choose("satisfied", "yes")
        officer.fill(**given)
        officer.page.locator("main .actions button").first.click()
        officer.page.wait_for_url(f"**/desk/repairs/{repair.id}")
    officer.look("desk-repair-done")
    assert RepairCase.objects.get(rating__case=case).state == "done"
