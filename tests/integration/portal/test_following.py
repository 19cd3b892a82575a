"""Tracking by number and code, and the case page."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from minben.cases.actions import checking, handling, messages, routing
from minben.cases.intake.numbers import code_for
from minben.cases.models import Case, CaseEvent
from minben.foundation.access.models import Account, FailedTry
from minben.foundation.access.roles import Role
from tests.factories.town import Town

from .conftest import asked, text_of

pytestmark = pytest.mark.django_db


def opened(case: Case, **more: str) -> Client:
    """Another browser that opened the case with number and code."""
    other = Client()
    data = {"number": case.number, "code": code_for(case.track_token), **more}
    assert other.post("/en/track/", data).status_code == 302
    return other


def answered(town: Town, case: Case) -> Case:
    """The case with a checked answer, closed."""
    agent = town.actor(Role.DISPATCHER, town.centre)
    officer = town.actor(Role.OFFICER, town.roads)
    checker = town.actor(Role.CHECKER, town.centre)
    routing.accept(agent, case.id)
    routing.dispatch(agent, case.id, department_id=town.roads.id)
    handling.sign(officer, case.id)
    handling.start(officer, case.id, note="called")
    handling.answer(officer, case.id, text="The lamp was replaced.")
    checking.check(checker, case.id)
    return checking.close(town.actor(Role.SUPERVISOR, town.centre), case.id)


def test_number_and_code_open_the_case_in_another_browser(browser: Client) -> None:
    case = asked(browser)
    assert "Street light broken" in text_of(opened(case).get(f"/en/c/{case.track_token}/"))


def test_a_wrong_number_and_a_wrong_code_get_the_same_answer(browser: Client) -> None:
    case = asked(browser)
    other = Client()
    wrong_code = other.post("/en/track/", {"number": case.number, "code": "AAAAAAAA"})
    wrong_number = other.post(
        "/en/track/", {"number": "MB-2026-000000999-6", "code": code_for(case.track_token)}
    )
    message = "do not belong together"
    assert message in text_of(wrong_code) or message in text_of(wrong_number)
    assert wrong_code.status_code == wrong_number.status_code == 422


def test_guessing_is_stopped_also_with_the_right_code(browser: Client) -> None:
    case = asked(browser)
    other = Client()
    for _n in range(10):
        other.post("/en/track/", {"number": case.number, "code": "AAAAAAAA"})
    answer = other.post("/en/track/", {"number": case.number, "code": code_for(case.track_token)})
    assert answer.status_code == 429 and "too many wrong tries" in text_of(answer)
    assert FailedTry.objects.count() == 20


def test_a_right_code_is_not_counted(browser: Client) -> None:
    opened(asked(browser))
    assert not FailedTry.objects.exists()


def test_a_signed_in_person_keeps_what_was_claimed(browser: Client) -> None:
    case = asked(browser)
    account = Account.objects.create(kind="public", email="a@example.org", assurance="contact")
    other = Client()
    other.force_login(account, backend="minben.foundation.access.backends.StaffBackend")
    other.post("/en/track/", {"number": case.number, "code": code_for(case.track_token)})
    case.refresh_from_db()
    assert case.account_id == account.id


def test_somebody_elses_case_is_a_page_that_does_not_exist(browser: Client) -> None:
    case = asked(browser)
    for path in ("", "rate/", "write/", "receipt/", "withdraw/"):
        assert Client().get(f"/en/c/{case.track_token}/{path}").status_code == 404


def test_a_message_and_a_file_reach_the_case(browser: Client) -> None:
    case = asked(browser)
    note = SimpleUploadedFile("more.txt", b"more")
    answer = browser.post(
        f"/en/c/{case.track_token}/write/", {"text": "It blinks.", "files": [note]}, follow=True
    )
    shown = text_of(answer)
    assert "It blinks." in shown and "more.txt" in shown
    held = case.documents.get()
    got = browser.get(f"/en/c/{case.track_token}/files/{held.document_id}/")
    assert got["Content-Disposition"].startswith("attachment") and b"".join(got.streaming_content) == b"more"


def test_a_file_of_another_case_is_not_found_through_ones_own(browser: Client) -> None:
    mine = asked(browser)
    stranger = Client()
    theirs = asked(stranger)
    stranger.post(f"/en/c/{theirs.track_token}/attach/", {"files": [SimpleUploadedFile("s.txt", b"secret")]})
    held = theirs.documents.get()
    assert browser.get(f"/en/c/{mine.track_token}/files/{held.document_id}/").status_code == 404
    assert browser.get(f"/en/c/{theirs.track_token}/files/{held.document_id}/").status_code == 404


def test_an_internal_file_is_not_found(browser: Client) -> None:
    case = asked(browser)
    browser.post(f"/en/c/{case.track_token}/attach/", {"files": [SimpleUploadedFile("s.txt", b"x")]})
    case.documents.update(public=False)
    held = case.documents.get()
    assert browser.get(f"/en/c/{case.track_token}/files/{held.document_id}/").status_code == 404


def test_progress_can_be_asked_for_once_a_day(browser: Client) -> None:
    case = asked(browser)
    address = f"/en/c/{case.track_token}/hurry/"
    assert browser.post(address, {"text": ""}).status_code == 302
    second = browser.post(address, {"text": ""})
    assert second.status_code == 422 and "today already" in text_of(second)
    assert CaseEvent.objects.filter(case_id=case.id, name="hurry").count() == 1


def test_withdrawing_is_asked_once_more_and_then_done(browser: Client) -> None:
    case = asked(browser)
    assert "cannot be undone" in text_of(browser.get(f"/en/c/{case.track_token}/withdraw/"))
    shown = browser.post(f"/en/c/{case.track_token}/withdraw/", {"text": "settled"}, follow=True)
    case.refresh_from_db()
    assert case.status == "withdrawn" and "Withdrawn" in text_of(shown)
    assert "not possible at this point" in text_of(browser.get(f"/en/c/{case.track_token}/withdraw/"))


def test_the_answer_is_read_rated_and_reopened(browser: Client, town: Town) -> None:
    case = answered(town, asked(browser))
    shown = text_of(browser.get(f"/en/c/{case.track_token}/"))
    assert "The lamp was replaced." in shown and "Rate it" in shown
    answer = browser.post(f"/en/c/{case.track_token}/reopen/", {"text": "Dark again"}, follow=True)
    assert "Being worked on" in text_of(answer)


def test_the_answer_is_not_shown_before_it_is_checked(browser: Client, town: Town) -> None:
    case = asked(browser)
    dispatcher, officer = town.actor(Role.DISPATCHER, town.centre), town.actor(Role.OFFICER, town.roads)
    routing.accept(dispatcher, case.id)
    routing.dispatch(dispatcher, case.id, department_id=town.roads.id)
    handling.sign(officer, case.id)
    handling.answer(officer, case.id, text="Unchecked words")
    messages.note(officer, case.id, text="Internal words")
    shown = text_of(browser.get(f"/en/c/{case.track_token}/"))
    assert "Unchecked words" not in shown and "Internal words" not in shown and officer.name not in shown


def test_reopening_needs_a_reason(browser: Client, town: Town) -> None:
    case = answered(town, asked(browser))
    assert browser.post(f"/en/c/{case.track_token}/reopen/", {"text": ""}).status_code == 422


def test_the_case_page_asks_a_bounded_number_of_questions(
    browser: Client, town: Town, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    case = answered(town, asked(browser))
    for n in range(5):
        browser.post(f"/en/c/{case.track_token}/write/", {"text": f"message {n}"})
    browser.get(f"/en/c/{case.track_token}/")
    with django_assert_max_num_queries(6):
        browser.get(f"/en/c/{case.track_token}/")


def test_the_receipt_shows_number_and_code_again(browser: Client) -> None:
    case = asked(browser)
    shown = text_of(browser.get(f"/en/c/{case.track_token}/receipt/"))
    assert case.number in shown and code_for(case.track_token) in shown


def test_a_bad_rating_needs_its_reason_and_is_given_once(browser: Client, town: Town) -> None:
    case = answered(town, asked(browser))
    address = f"/en/c/{case.track_token}/rate/"
    refused = browser.post(address, {"level": "1", "comment": ""})
    assert refused.status_code == 422 and "Tell us what went wrong" in text_of(refused)
    given = browser.post(
        address, {"level": "1", "reasons": ["slow"], "comment": "<b>six weeks</b>"}, follow=True
    )
    assert "Thank you" in text_of(given)
    browser.post(address, {"level": "5"})
    case.refresh_from_db()
    assert case.rating.level == 1


def test_an_open_case_cannot_be_rated(browser: Client) -> None:
    case = asked(browser)
    assert "once it is finished" in text_of(browser.get(f"/en/c/{case.track_token}/rate/"))
    assert browser.post(f"/en/c/{case.track_token}/rate/", {"level": "5"}).status_code == 422


def test_a_notice_leads_through_number_and_code_to_the_rating(browser: Client, town: Town) -> None:
    case = answered(town, asked(browser))
    answer = Client().post("/en/track/?to=rate", {"number": case.number, "code": code_for(case.track_token)})
    assert answer["Location"].endswith(f"/c/{case.track_token}/rate/")
