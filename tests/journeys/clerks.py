"""What staff do at the desk, one small thing after the other."""

from __future__ import annotations

import re
import uuid

from playwright.sync_api import Locator, expect

from .visitor import Visitor


def sign_in(clerk: Visitor, account_id: uuid.UUID, goal: str = "/desk/") -> None:
    """By the marked shortcut of the practice city, back to the page that was asked for."""
    clerk.page.goto(goal)
    chooses_the_log_in(clerk, account_id)
    expect(clerk.page).to_have_url(re.compile(re.escape(goal)))


def chooses_the_log_in(clerk: Visitor, account_id: uuid.UUID) -> None:
    expect(clerk.page).to_have_url(re.compile("/desk/sign-in"))
    clerk.page.locator(f"form:has(input[value='{account_id}']) button").click()


def opens_case(clerk: Visitor, case_id: uuid.UUID, name: str = "") -> None:
    clerk.page.goto(f"/desk/cases/{case_id}")
    clerk.look(name)


def form_of(clerk: Visitor, verb: str) -> Locator:
    return clerk.page.locator(f"#verb-form form[action*='/do/{verb}']")


def begins(clerk: Visitor, verb: str) -> Locator:
    """Press the step on the case page; its form opens in place."""
    clerk.page.locator(f".panel a[href$='/do/{verb}']").click()
    form = form_of(clerk, verb)
    expect(form).to_be_visible()
    return form


def does(clerk: Visitor, verb: str, **values: str) -> None:
    """One step on the case page, with what is typed into its form."""
    form = begins(clerk, verb)
    clerk.look(f"do-{verb}")
    types(form, **values)
    sends(clerk, form)


def sends(clerk: Visitor, form: Locator) -> None:
    """Press, and be told on the page that comes that it is done."""
    with clerk.page.expect_navigation():
        form.locator("button[type=submit]:not([formaction])").click()
    expect(clerk.page.locator("#toasts .notice")).to_be_visible()


def types(form: Locator, **values: str) -> None:
    for name, value in values.items():
        fields = form.locator(f"[name='{name}']")
        kind = fields.first.get_attribute("type")
        if kind in {"radio", "checkbox"}:
            form.locator(f"[name='{name}'][value='{value}']").check()
        elif fields.first.evaluate("field => field.tagName") == "SELECT":
            fields.first.select_option(value)
        else:
            fields.first.fill(value)


def finds_new_work(clerk: Visitor, number: str) -> None:
    """The case waits among the new work of the queue."""
    clerk.page.goto("/desk/?tab=new")
    clerk.look("work-new")
    clerk.reads(number)


def is_offered(clerk: Visitor, verb: str) -> Locator:
    return clerk.page.locator(f".panel a[href$='/do/{verb}']")
