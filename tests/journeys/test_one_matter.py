"""A newborn: two services of two departments, one form, one page that moves, one answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from minben.agencies.models import Department
from minben.cases.models import BundlePart, Case
from minben.catalog.models import EventService, LifeEventType, PublicService, ServiceVersion
from minben.foundation.access.roles import Role

from . import citizen as does
from . import clerks
from .conftest import View
from .town import PracticeTown, drain
from .visitor import Visitor

Visit = Callable[..., Visitor]
NAME = {
    "key": "who",
    "kind": "name",
    "label": {"zh-hant": "您的姓名", "en": "Your name"},
    "fills": "party.name",
}
CHILD = {
    "key": "child",
    "kind": "name",
    "label": {"zh-hant": "孩子的姓名", "en": "The child"},
    "fills": "child.name",
}
PAPER = {
    "key": "paper", "kind": "file", "label": {"zh-hant": "出生醫學證明", "en": "Birth certificate"}, "material": "birth-certificate",
}  # fmt: skip
PROMISE = {
    "key": "promise",
    "kind": "promise",
    "label": {"zh-hant": "所填內容屬實。", "en": "What I give is true."},
}
BORN_HERE = {
    "key": "born_here",
    "kind": "yesno",
    "label": {"zh-hant": "孩子在本市出生嗎？", "en": "Was the child born here?"},
}


@pytest.fixture
def event(town: PracticeTown) -> LifeEventType:
    """The certificate of one department, then the household of another, which would ask for it."""
    made = LifeEventType.objects.get(slug="having-a-baby")
    made.services.all().delete()
    LifeEventType.objects.filter(pk=made.pk).update(
        bundle=True, lead=town.town.water, promised_amount=10, questions=[BORN_HERE]
    )
    certificate = offered(
        town.town.water,
        "birth-certificate-issue",
        "出生醫學證明",
        "Birth certificate",
        [NAME, CHILD, PROMISE],
        gives="birth-certificate",
    )
    household = offered(
        town.town.roads, "birth-household", "出生登記", "Registration", [NAME, CHILD, PAPER, PROMISE]
    )
    first = EventService.objects.create(
        event=made, service=certificate.service, order=0, condition="born_here"
    )
    EventService.objects.create(event=made, service=household.service, order=1).after.add(first)
    return made


def offered(
    department: Department, slug: str, zh: str, en: str, form: list[object], *, gives: str = ""
) -> ServiceVersion:
    service = PublicService.objects.create(
        jurisdiction=department.jurisdiction, department=department, slug=slug
    )
    name = {"zh-hant": zh, "en": en}
    made = ServiceVersion.objects.create(service=service, number=1, name=name, form=form, promised_amount=5)
    if gives:
        made.outputs.create(name=name, code=gives)
    made.state = "published"
    made.save(update_fields=["state"])
    return made


def test_a_birth_is_one_application_and_one_answer(
    town: PracticeTown, event: LifeEventType, visit: Visit, walk: View
) -> None:
    citizen = visit(walk, "/")
    applies(citizen, event)
    whole = Case.objects.get(event=event)
    first, second = BundlePart.objects.filter(case=whole)
    assert (first.state, second.state) == ("running", "waiting")

    decides(visit(walk, "/desk/sign-in"), town, town.town.water, first)
    drain()
    second.refresh_from_db()
    assert second.state == "running"
    citizen.go(f"/c/{whole.track_token}/")
    citizen.look("one-matter")

    decides(visit(walk, "/desk/sign-in"), town, town.town.roads, second)
    drain()
    whole.refresh_from_db()
    assert whole.status == "closed"
    citizen.go(f"/c/{whole.track_token}/")
    citizen.look("one-matter-closed")
    does.rates(citizen, 5, comment="很省事。")


def applies(citizen: Visitor, event: LifeEventType) -> None:
    citizen.go(f"/events/{event.slug}")
    citizen.follow("/apply/")
    citizen.on("/apply/$", "one-matter-guide")
    citizen.choose("born_here", "yes")
    citizen.send()
    citizen.look("one-matter-parts")
    expect(citizen.page.locator("input[name=parts]:checked")).to_have_count(2)
    citizen.page.locator("button[name=start]").click()
    citizen.on("/who/$", "one-matter-question")
    citizen.fill(answer="林美")
    citizen.send()
    citizen.on("/child/$")
    citizen.fill(answer="林安")
    citizen.send()
    citizen.on("/results_way/$", "one-matter-results")
    citizen.choose("answer", "electronic")
    citizen.send()
    citizen.on("/check/$", "one-matter-check")
    expect(citizen.page.locator("main")).not_to_contain_text("出生醫學證明（必填）")
    for box in citizen.page.locator("main form input[type=checkbox]").all():
        box.check()
    citizen.send()
    citizen.on("/sent/$", "one-matter-sent")


def decides(clerk: Visitor, town: PracticeTown, department: Department, part: BundlePart) -> None:
    """An officer of the part's department grants it."""
    officer = town.join(Role.OFFICER, department, f"承辦 {part.key}")
    assert officer.account_id is not None
    assert part.child_id is not None
    clerks.sign_in(clerk, officer.account_id)
    clerks.opens_case(clerk, part.child_id)
    clerk.look("one-matter-desk")
    for verb, values in (
        ("accept", {}),
        ("decide", {"outcome": "granted", "answer": "准予辦理。"}),
        ("deliver", {"how": "電子送達"}),
    ):
        clerks.does(clerk, verb, **values)
