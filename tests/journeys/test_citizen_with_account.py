"""Somebody with an account applies: code by e-mail, upload, later goes on, supplement, decision, rating, who looked."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from minben.cases.models import Case, Rating
from minben.foundation.access.roles import Role

from . import citizen as does
from . import clerks
from .conftest import View
from .town import SLUG, PracticeTown, drain, newest_to
from .visitor import Visitor

Visit = Callable[..., Visitor]
EMAIL = "reader@example.org"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNg+M/wHwAEAQH/cv0k3wAAAABJRU5ErkJggg=="
)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "行駛證.png"
    path.write_bytes(PNG)
    return path


def test_an_application_with_a_supplement_from_sign_in_to_rating(
    town: PracticeTown, visit: Visit, walk: View, photo: Path
) -> None:
    citizen = visit(walk, "/account/")
    signs_in(citizen)
    begins_to_apply(citizen)
    goes_on_later(citizen, photo)
    does.sends_with_a_double_click_after_promising(citizen)
    receipt = does.keeps_the_receipt(citizen)
    case = Case.objects.get()
    assert (case.number, case.account_id is not None) == (receipt.number, True)

    officer = visit(walk, "/desk/sign-in")
    clerks.sign_in(officer, town.account(Role.OFFICER), f"/desk/cases/{case.id}")
    officer.look("desk-application")
    clerks.does(officer, "pre_check")
    clerks.does(officer, "ask_supplement", items="房屋租約\n住址證明")
    supplies(citizen, case, photo)

    clerks.opens_case(officer, case.id)
    for verb, values in (
        ("accept", {}),
        ("examine", {}),
        ("decide", {"outcome": "granted", "answer": "准予發證。"}),
        ("deliver", {"how": "郵寄"}),
    ):
        clerks.does(officer, verb, **values)
    drain()

    citizen.go("/account/")
    citizen.look("my-page")
    citizen.follow(f"/c/{case.track_token}/")
    citizen.reads("准予發證。")
    does.rates(citizen, 5, comment="很快。")
    assert Rating.objects.get().level == 5
    sees_who_looked(citizen)


def signs_in(citizen: Visitor) -> None:
    citizen.on("/sign-in/", "sign-in")
    citizen.fill(address=EMAIL)
    citizen.send()
    citizen.on("/sign-in/code/$", "sign-in-code")
    citizen.fill(code="000000")
    citizen.send()
    citizen.is_told_a_mistake()
    drain()
    found = re.search(r"\b\d{6}\b", newest_to(EMAIL).body)
    assert found is not None
    citizen.fill(code=found.group())
    citizen.send()
    citizen.on("/account/$", "my-page-empty")


def begins_to_apply(citizen: Visitor) -> None:
    """Two questions, then the person is called away."""
    citizen.go(f"/services/{SLUG}/apply/")
    citizen.on("/apply/$", "apply-start")
    citizen.send()
    citizen.on("/applicant_name/$", "apply-name")
    citizen.fill(answer="王小明")
    citizen.send()
    citizen.on("/plate_number/$")
    citizen.send()
    citizen.is_told_a_mistake()
    citizen.look("apply-wrong")
    citizen.fill(answer="岫A 12345")
    citizen.send()


def goes_on_later(citizen: Visitor, photo: Path) -> None:
    citizen.go("/account/")
    citizen.look("my-page-begun")
    citizen.follow("/drafts/")
    citizen.on("/whose/$", "apply-choice")
    citizen.choose("answer", "self")
    citizen.send()
    citizen.on("/photo/$", "apply-file")
    citizen.send()
    citizen.is_told_a_mistake()
    citizen.add_file("files", photo)
    citizen.send()
    citizen.on("/check/$", "apply-check")
    citizen.reads("岫A 12345")
    citizen.reads(photo.name)


def supplies(citizen: Visitor, case: Case, photo: Path) -> None:
    citizen.go(f"/c/{case.track_token}/")
    citizen.look("case-supplement")
    citizen.reads("住址證明")
    citizen.follow("/supply/")
    citizen.on("/supply/$", "supply")
    citizen.fill(text="都在這裡。")
    citizen.add_file("files", photo)
    citizen.send()
    citizen.on("/c/[^/]+/$")
    assert Case.objects.get(pk=case.id).status == "pre_check"


def sees_who_looked(citizen: Visitor) -> None:
    citizen.go("/account/reads/")
    citizen.look("who-looked")
    expect(citizen.page.locator("main tbody tr").first).to_be_visible()
