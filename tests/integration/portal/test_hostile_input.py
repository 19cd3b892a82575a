"""Bad and hostile input at the public door: refused with a message or shown as the text it is, never an error page."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from minben.cases.intake.numbers import code_for
from minben.cases.models import Case
from minben.foundation.files.models import Document
from minben.foundation.files.uploads import MOST

from .conftest import ANSWERS, asked, begun, filled, text_of

pytestmark = pytest.mark.django_db

MARKUP = '<script>alert(1)</script><img src=x onerror="alert(2)">'
SQL = "'; DROP TABLE cases_case; --"
TRICKS = {
    "markup": MARKUP,
    "sql": SQL,
    "template": "{{ 7|add:7 }}{% debug %}",
    "nul": "before\x00after",
    "control": "a\x01b\x1b[31mc",
    "direction": "invoice\u202efdp.exe",
    "long": "長" * 30_000,
    "one long word": "W" * 190,
    "broken surrogate": "\ud83d",
    "spaces": "   \n\t ",
}
PAGES = {
    "subject": ("title", "place"),
    "details": ("body",),
    "privacy": ("privacy",),
    "you": ("name", "phone", "email"),
}


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize(
    ("page", "field"), [(page, field) for page, fields in PAGES.items() for field in fields]
)
def test_every_field_of_a_request_takes_it_or_says_why_not(
    browser: Client, page: str, field: str, trick: str
) -> None:
    token = begun(browser)
    text = TRICKS[trick].encode("utf-8", "replace").decode()
    answer = browser.post(f"/en/ask/{token}/{page}/", {**ANSWERS[page], field: text})
    assert answer.status_code in {302, 422}
    assert MARKUP not in text_of(answer)


def test_markup_is_shown_as_text_wherever_it_comes_back(browser: Client) -> None:
    case = asked(
        browser,
        subject={"title": MARKUP[:190], "place": SQL},
        details={"body": MARKUP},
        you={"name": MARKUP[:90], "phone": "13800138000", "email": ""},
    )
    browser.post(f"/en/c/{case.track_token}/write/", {"text": MARKUP})
    for path in (f"/en/c/{case.track_token}/", f"/en/c/{case.track_token}/write/", "/en/track/"):
        shown = text_of(browser.get(path))
        assert "<script>alert" not in shown
        assert "&lt;script&gt;" in shown
    case.refresh_from_db()
    assert case.place == SQL


def test_control_characters_do_not_reach_the_case(browser: Client) -> None:
    case = asked(browser, details={"body": "a\x01b\x1bc"})
    assert case.body == "abc"


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("verb", ["write", "hurry", "withdraw"])
def test_every_field_of_the_case_page_takes_it_or_says_why_not(
    browser: Client, verb: str, trick: str
) -> None:
    case = asked(browser)
    text = TRICKS[trick].encode("utf-8", "replace").decode()
    answer = browser.post(f"/en/c/{case.track_token}/{verb}/", {"text": text})
    assert answer.status_code in {302, 422}
    assert browser.get(f"/en/c/{case.track_token}/").status_code == 200


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("field", ["number", "code"])
def test_tracking_says_why_not(browser: Client, field: str, trick: str) -> None:
    case = asked(browser)
    good = {"number": case.number, "code": code_for(case.track_token)}
    text = TRICKS[trick].encode("utf-8", "replace").decode()
    assert browser.post("/en/track/", {**good, field: text}).status_code == 422


@pytest.mark.parametrize("kind", ["", "application", "nonsense", MARKUP])
def test_only_the_kinds_offered_can_be_asked(browser: Client, kind: str) -> None:
    assert browser.post("/en/ask/", {"kind": kind}).status_code == 422


@pytest.mark.parametrize(
    "address", ["/en/ask/?kind=%00&service=%27", "/en/ask/%00/check/", "/en/c/%00/", "/en/c/..%2f/"]
)
def test_strange_addresses_are_pages_not_errors(browser: Client, address: str) -> None:
    assert browser.get(address).status_code in {200, 404}


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("word/document.xml", b"0" * 250_000_000)
    return packed.getvalue()


WRONG_FILES: dict[str, Any] = {
    "a program": ("a.exe", b"MZ\x90\x00" + b"\x00" * 60),
    "a page": ("a.txt", b"<html><script>alert(1)</script></html>"),
    "a drawing with script": ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
    "a picture that is none": ("a.png", b"\x00\x01\x02not a picture"),
    "nothing": ("empty.pdf", b""),
    "too large": ("large.pdf", b"%PDF-" + b"0" * 10_000_001),
}


@pytest.mark.parametrize("name", WRONG_FILES)
def test_a_wrong_file_is_refused_and_the_good_one_and_the_text_are_kept(browser: Client, name: str) -> None:
    token = begun(browser)
    files = [SimpleUploadedFile("good.txt", b"good"), SimpleUploadedFile(*WRONG_FILES[name])]
    answer = browser.post(f"/en/ask/{token}/details/", {"body": "typed text", "files": files})
    if name == "nothing" and answer.status_code == 302:
        pytest.fail("An empty file was taken.")
    assert answer.status_code == 422
    assert "typed text" in text_of(answer)
    assert "good.txt" in text_of(answer)
    assert Document.objects.count() == 1


def test_a_packed_bomb_is_refused(browser: Client) -> None:
    token = begun(browser)
    upload = SimpleUploadedFile("a.docx", bomb())
    answer = browser.post(f"/en/ask/{token}/details/", {"body": "x", "files": [upload]})
    assert answer.status_code == 422
    assert not Document.objects.exists()


def test_an_upload_that_announces_too_much_is_refused_unread(browser: Client) -> None:
    token = begun(browser)
    answer = browser.post(
        f"/en/ask/{token}/details/",
        data=b"--x\r\n",
        content_type="multipart/form-data; boundary=x",
        headers={"content-length": str(MOST + 1)},
        CONTENT_LENGTH=str(MOST + 1),
    )
    assert answer.status_code == 400


def test_an_eleventh_file_is_refused_with_the_way_out(browser: Client) -> None:
    token = begun(browser)
    files = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(11)]
    answer = browser.post(f"/en/ask/{token}/details/", {"body": "x", "files": files})
    assert answer.status_code == 422
    assert "At most 10 files" in text_of(answer)
    assert Document.objects.count() == 10


def test_a_sender_who_fills_the_disk_is_stopped_for_the_day_and_nobody_else_is(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("minben.foundation.files.taking.daily", lambda: 3)
    path = f"/en/ask/{begun(browser)}/details/"

    def send(n: int, **where: str) -> int:
        files = [SimpleUploadedFile(f"{n}.txt", b"x")]
        return int(browser.post(path, {"body": "x", "files": files}, **where).status_code)

    assert [send(n) for n in range(3)] == [302, 302, 302]
    refused = browser.post(path, {"body": "kept", "files": [SimpleUploadedFile("4.txt", b"x")]})
    assert refused.status_code == 422
    assert "within a day" in text_of(refused)
    assert "kept" in text_of(refused)
    assert Document.objects.count() == 3
    assert send(5, REMOTE_ADDR="192.0.2.77") == 302
    with time_machine.travel(timezone.now() + dt.timedelta(hours=25)):
        assert send(6) == 302


def test_another_forms_file_cannot_be_taken_out(browser: Client) -> None:
    mine, theirs = begun(browser), begun(Client())
    Client().post(f"/en/ask/{theirs}/details/", {"body": "", "files": [SimpleUploadedFile("a.txt", b"x")]})
    held = Document.objects.get()
    browser.post(f"/en/ask/{mine}/details/", {"body": "", "remove": str(held.id)})
    held.refresh_from_db()
    assert held.linked_at is not None
    assert browser.post(f"/en/ask/{mine}/details/", {"remove": MARKUP}).status_code == 302


def test_a_sent_form_takes_no_more_changes(browser: Client) -> None:
    token = filled(browser)
    browser.post(f"/en/ask/{token}/check/")
    answer = browser.post(f"/en/ask/{token}/subject/", {"title": "changed"})
    assert answer["Location"].endswith("/sent/")
    assert Case.objects.get().title == "Street light broken"


def test_the_confirmation_needs_more_than_its_address(browser: Client) -> None:
    token = filled(browser)
    browser.post(f"/en/ask/{token}/check/")
    assert Client().get(f"/en/ask/{token}/sent/")["Location"].endswith("/track/")


@pytest.mark.parametrize("level", ["", "0", "6", "x", "5'"])
def test_only_the_five_levels_rate(browser: Client, level: str) -> None:
    case = asked(browser)
    Case.objects.filter(id=case.id).update(status="closed")
    assert browser.post(f"/en/c/{case.track_token}/rate/", {"level": level}).status_code == 422


def test_a_form_from_elsewhere_is_refused(town: object) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/en/ask/", {"kind": "complaint"}).status_code == 403
