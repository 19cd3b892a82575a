"""Two departments on one case, a hand-over, and the repair of a bad rating with its appeal; on both widths."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from minben.cases.actions import rating
from minben.cases.models import Case, HandOver, RepairCase, SubOrder
from minben.foundation.access.actor import Actor, ActorKind
from minben.foundation.access.roles import Role
from tests.factories import cases

from . import clerks
from .conftest import View
from .town import PracticeTown
from .visitor import Visitor

Visit = Callable[..., Visitor]


def presses(clerk: Visitor) -> None:
    clerk.page.locator("main .actions button").first.click()


def test_the_lead_asks_and_others_answer(town: PracticeTown, visit: Visit, walk: View) -> None:
    case = cases.in_progress(town.town, title="路燈不亮，路面也破了")
    asked = town.join(Role.OFFICER, town.town.roads, "馮協辦")
    colleague = town.join(Role.OFFICER, town.town.water, "何同事")
    lead = visit(walk, "/desk/sign-in")
    clerks.sign_in(lead, town.account(Role.OFFICER), f"/desk/cases/{case.id}")
    lead.follow("/together")
    lead.on("/together$", "together-empty")
    lead.follow("/do/ask_department")
    lead.look("together-ask")
    lead.choose("department", str(town.town.roads.id))
    lead.fill(question="路面何時修復？請附施工計劃。")
    presses(lead)
    lead.go(f"/desk/cases/{case.id}/together")
    lead.look("together-asked")

    helper = visit(walk, "/desk/sign-in")
    assert asked.account_id is not None
    clerks.sign_in(helper, asked.account_id, "/desk/?tab=new")
    helper.look("work-joint")
    helper.follow("/together")
    helper.follow("accept_sub_order")
    helper.look("together-accept")
    presses(helper)
    helper.on("/together$", "together-helper")
    helper.follow("answer_sub_order")
    presses(helper)
    expect(helper.page.locator(".error-summary")).to_be_visible()
    helper.fill(text="週五修復，計劃附後。")
    helper.look("together-answer")
    presses(helper)
    helper.on("/together$")
    assert SubOrder.objects.get().state == "answered"

    lead.go(f"/desk/cases/{case.id}/do/hand_over")
    lead.choose("colleague", str(colleague.id))
    lead.fill(note="下週出差。")
    presses(lead)
    lead.go(f"/desk/cases/{case.id}/do/meet")
    lead.fill(text="週五前完工，@何同事 跟進。")
    presses(lead)
    lead.go(f"/desk/cases/{case.id}/together")
    lead.reads("週五修復")
    lead.look("together-answered")
    assert HandOver.objects.get().state == "offered"
    clerks.opens_case(lead, case.id, "case-together")


def test_whoever_signs_first_leads(town: PracticeTown, visit: Visit, walk: View) -> None:
    case = cases.make_case(title="燈柱旁路面塌陷，還在冒水", place="測試市東區一街")
    roads = town.join(Role.OFFICER, town.town.roads, "馮協辦")
    assert roads.account_id is not None
    sender = visit(walk, "/desk/sign-in")
    clerks.sign_in(sender, town.account(Role.DISPATCHER), f"/desk/dispatch?case={case.id}")
    sender.choose("department", str(town.town.water.id))
    sender.fill(note="請先到現場圍護。")
    sender.page.locator("details:has([name='co']) summary").click()
    sender.choose("co", str(town.town.roads.id))
    sender.fill(question="路面是否貴局管養？幾時能修？")
    sender.page.locator("[name='first_signs']").check()
    sender.look("dispatch-beside")
    sender.page.locator("form:has([name='co']:not([type=hidden])) button.button--primary").click()
    expect(sender.page.locator("#toasts .notice")).to_be_visible()

    first = visit(walk, "/desk/sign-in")
    clerks.sign_in(first, roads.account_id, "/desk/?tab=new")
    first.look("work-may-lead")
    first.follow("/together")
    first.on("/together$", "together-may-lead")
    first.follow("lead_sub_order")
    first.look("together-lead")
    presses(first)
    first.on("/together$", "together-leads")
    assert Case.objects.get(pk=case.id).department_id == town.town.roads.id
    clerks.opens_case(first, case.id, "case-first-signer")

    second = visit(walk, "/desk/sign-in")
    clerks.sign_in(second, town.account(Role.OFFICER), f"/desk/cases/{case.id}/together")
    second.look("together-named-before")
    second.follow("accept_sub_order")
    presses(second)
    second.on("/together$")
    assert SubOrder.objects.get(department_id=town.town.water.id).state == "accepted"


def test_a_bad_rating_is_appealed_and_put_right(town: PracticeTown, visit: Visit, walk: View) -> None:
    case: Case = cases.closed(town.town, title="路燈不亮")
    owner = Actor(kind=ActorKind.ANONYMOUS, session="s", claimed_cases=frozenset({case.id}))
    rating.rate(owner, case.id, level=1, reasons=["slow"], comment="等了三週才來")
    repair = RepairCase.objects.get()
    officer = visit(walk, "/desk/sign-in")
    clerks.sign_in(officer, town.account(Role.OFFICER), "/desk/?tab=new")
    officer.look("work-repair")
    officer.follow(f"/repairs/{repair.id}")
    officer.on("/repairs/[^/]+$", "repair-open")
    officer.follow("appeal_rating")
    officer.look("repair-appeal")
    officer.fill(reason="同一人當日評價十次，與辦理無關。")
    presses(officer)
    officer.on("/repairs/[^/]+$", "repair-appealed")
    leader = visit(walk, "/desk/sign-in")
    clerks.sign_in(leader, town.account(Role.SUPERVISOR), "/desk/repairs")
    leader.look("repairs")
    leader.follow(f"/repairs/{repair.id}")
    leader.follow("reject_appeal")
    leader.fill(reason="評價有據。")
    presses(leader)
    leader.on("/repairs/[^/]+$", "repair-rejected")
    for step, words in (
        ("repair_contact", {"note": "說等了三週"}),
        ("repair_work", {"result": "已致歉並加快派工。"}),
        ("repair_proof", {"proof": "十一月二日電話：可以了。"}),
    ):
        officer.go(f"/desk/repairs/{repair.id}/do/{step}")
        if step == "repair_proof":
            officer.choose("satisfied", "yes")
        officer.fill(**words)
        officer.look(f"repair-{step}")
        presses(officer)
        officer.on("/repairs/[^/]+$")
    officer.look("repair-done")
    assert RepairCase.objects.get().state == "done"
    leader.go("/desk/satisfaction")
    leader.look("satisfaction-appealed")
