"""Two clerks on one case, another department's case, and a session that ended in the middle."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from minben.cases.models import Case
from minben.foundation.access.roles import Role
from minben.foundation.access.sessions import desk_cookie
from minben.foundation.access.web import SEEN
from tests.factories import cases

from . import clerks
from .conftest import View
from .town import PracticeTown
from .visitor import Visitor

Visit = Callable[..., Visitor]
WORDS = "已請供應商換燈，週五完成，請耐心等候。"


def test_the_second_clerk_is_told_what_changed_and_keeps_the_words(
    town: PracticeTown, visit: Visit, walk: View
) -> None:
    case = cases.in_progress(town.town)
    colleague = town.join(Role.OFFICER, town.town.water, "錢二")
    assert colleague.account_id is not None
    first, second = visit(walk, "/desk/sign-in"), visit(walk, "/desk/sign-in")
    goal = f"/desk/cases/{case.id}"
    clerks.sign_in(first, town.account(Role.OFFICER), goal)
    clerks.sign_in(second, colleague.account_id, goal)

    form = clerks.begins(second, "answer")
    clerks.types(form, answer=WORDS)
    clerks.does(first, "extend", reason="零件未到", days="3")
    form.locator("button[type=submit]:not([formaction])").click()

    changed = second.page.locator("#verb-form .notice")
    expect(changed).to_be_visible()
    expect(changed).to_contain_text("零件未到")
    expect(second.page.locator("#verb-form [name=answer]")).to_have_value(WORDS)
    second.look("two-clerks")
    clerks.sends(second, clerks.form_of(second, "answer"))
    assert Case.objects.get().answer == WORDS


def test_another_departments_case_is_a_page_that_does_not_exist(
    town: PracticeTown, visit: Visit, walk: View
) -> None:
    case = cases.in_progress(town.town)
    stranger = town.join(Role.OFFICER, town.town.roads, "外人")
    assert stranger.account_id is not None
    clerk = visit(walk, "/desk/sign-in")
    clerks.sign_in(clerk, stranger.account_id)
    for path in ("", "/do/answer"):
        answer = clerk.page.goto(f"/desk/cases/{case.id}{path}")
        assert answer is not None and answer.status == 404
        clerk.look("not-found")
        expect(clerk.page.locator("body")).not_to_contain_text(case.title)


def test_an_expired_session_returns_to_the_page_with_the_words(
    town: PracticeTown, visit: Visit, walk: View
) -> None:
    case = cases.in_progress(town.town)
    clerk = visit(walk, "/desk/sign-in")
    goal = f"/desk/cases/{case.id}/do/answer"
    clerks.sign_in(clerk, town.account(Role.OFFICER), goal)
    clerk.look("verb-page")
    clerks.types(clerks.form_of(clerk, "answer"), answer=WORDS)
    clerk.page.context.clear_cookies(name=desk_cookie())
    clerks.form_of(clerk, "answer").locator("button[type=submit]:not([formaction])").click()
    clerks.chooses_the_log_in(clerk, town.account(Role.OFFICER))
    clerk.on(goal)
    expect(clerks.form_of(clerk, "answer").locator("[name=answer]")).to_have_value(WORDS)
    assert Case.objects.get().status == "in_progress"


def everybody_goes_away() -> None:
    """Nobody has worked for an hour."""
    for row in Session.objects.all():
        session = SessionStore(row.session_key)
        session[SEEN] = time.time() - 3600
        session.save()


def test_a_desk_left_alone_goes_to_the_sign_in_and_comes_back(
    town: PracticeTown, visit: Visit, walk: View
) -> None:
    cases.in_progress(town.town)
    clerk = visit(walk, "/desk/sign-in")
    clerks.sign_in(clerk, town.account(Role.OFFICER), "/desk/cases")
    everybody_goes_away()
    clerk.page.wait_for_url(re.compile(r"/desk/sign-in\?next="), timeout=20_000)
    clerks.chooses_the_log_in(clerk, town.account(Role.OFFICER))
    clerk.on("/desk/cases")


def test_words_typed_before_one_went_away_are_not_lost(town: PracticeTown, visit: Visit, walk: View) -> None:
    case = cases.in_progress(town.town)
    clerk = visit(walk, "/desk/sign-in")
    goal = f"/desk/cases/{case.id}/do/answer"
    clerks.sign_in(clerk, town.account(Role.OFFICER), goal)
    clerks.types(clerks.form_of(clerk, "answer"), answer=WORDS)
    everybody_goes_away()
    clerk.page.wait_for_timeout(12_000)
    expect(clerks.form_of(clerk, "answer").locator("[name=answer]")).to_have_value(WORDS)
    clerks.form_of(clerk, "answer").locator("button[type=submit]:not([formaction])").click()
    clerks.chooses_the_log_in(clerk, town.account(Role.OFFICER))
    clerk.on(goal)
    expect(clerks.form_of(clerk, "answer").locator("[name=answer]")).to_have_value(WORDS)
