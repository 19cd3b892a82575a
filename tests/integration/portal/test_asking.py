"""From the first question to number and code."""

from __future__ import annotations

import pytest
from django.test import Client

from minben.cases.actions import draft
from minben.cases.intake.numbers import code_for
from minben.cases.models import Case, Draft, SealedParty
from minben.foundation.access.actor import Actor, ActorKind
from minben.foundation.access.models import Account
from minben.foundation.files.models import Document
from minben.parties.models import Party

from .conftest import ANSWERS, asked, begun, filled, text_of

pytestmark = pytest.mark.django_db


def test_a_request_goes_from_the_first_question_to_number_and_code(browser: Client) -> None:
    token = filled(browser)
    shown = text_of(browser.get(f"/en/ask/{token}/check/"))
    assert "Street light broken" in shown and "+8613800138000" in shown
    answer = browser.post(f"/en/ask/{token}/check/", follow=True)
    case = Case.objects.get()
    assert case.number in text_of(answer) and code_for(case.track_token) in text_of(answer)
    assert case.party is not None and case.party.state == Party.State.PROVISIONAL


def test_sending_twice_makes_one_case_and_shows_the_same_confirmation(browser: Client) -> None:
    token = filled(browser)
    first = browser.post(f"/en/ask/{token}/check/", follow=True)
    second = browser.post(f"/en/ask/{token}/check/", follow=True)
    assert Case.objects.count() == 1 and Party.objects.count() == 1
    assert Case.objects.get().number in text_of(second)
    assert first.redirect_chain[-1][0] == second.redirect_chain[-1][0]


def test_an_anonymous_request_is_not_asked_who_and_keeps_nobody(browser: Client) -> None:
    token = begun(browser)
    for step in ("subject", "details"):
        browser.post(f"/en/ask/{token}/{step}/", ANSWERS[step])
    answer = browser.post(f"/en/ask/{token}/privacy/", {"privacy": "anonymous"})
    assert answer["Location"].endswith("/check/")
    browser.post(f"/en/ask/{token}/check/")
    case = Case.objects.get()
    assert case.party_id is None and case.account_id is None and not Party.objects.exists()


def test_a_signed_in_person_can_be_anonymous_too(browser: Client) -> None:
    account = Account.objects.create(kind="public", phone="+8613800138000", assurance="contact")
    browser.force_login(account, backend="minben.foundation.access.backends.StaffBackend")
    asked(browser, privacy={"privacy": "anonymous"})
    case, row = Case.objects.get(), Draft.objects.get()
    assert case.account_id is None and case.party_id is None and row.account_id is None


def test_a_confidential_request_seals_the_name(browser: Client) -> None:
    case = asked(browser, privacy={"privacy": "confidential"})
    assert case.party_id is None
    assert SealedParty.objects.get().party.name == "Wang Xiaoming"


def test_a_signed_in_person_finds_it_under_the_account(browser: Client) -> None:
    account = Account.objects.create(kind="public", phone="+8613800138000", assurance="contact")
    browser.force_login(account, backend="minben.foundation.access.backends.StaffBackend")
    case = asked(browser)
    assert case.account_id == account.id and case.party is not None and case.party.account_id == account.id
    assert case.number in text_of(browser.get("/en/account/"))


def test_a_request_for_somebody_else_names_who_asked(browser: Client) -> None:
    account = Account.objects.create(kind="public", phone="+8613800138000", assurance="contact", name="Li Na")
    browser.force_login(account, backend="minben.foundation.access.backends.StaffBackend")
    case = asked(browser)
    assert case.party is not None and case.party.name == "Wang Xiaoming" and case.party.account_id is None
    assert case.asked_by is not None and case.asked_by.account_id == account.id


def test_a_known_phone_opens_and_changes_nobodys_record(browser: Client) -> None:
    first, second = asked(browser), asked(browser, you={"name": "Other", "phone": "13800138000", "email": ""})
    assert first.party_id != second.party_id


def test_what_was_right_is_kept_when_something_is_wrong(browser: Client) -> None:
    token = filled(browser)
    answer = browser.post(f"/en/ask/{token}/you/", {"name": "Wang", "phone": "123", "email": ""})
    assert answer.status_code == 422
    assert 'value="Wang"' in text_of(answer) and "There is a problem" in text_of(answer)
    assert "Street light broken" in text_of(browser.get(f"/en/ask/{token}/subject/"))


def test_nobody_can_be_reached_without_phone_and_mail(browser: Client) -> None:
    token = filled(browser)
    answer = browser.post(f"/en/ask/{token}/you/", {"name": "Wang", "phone": "", "email": ""})
    assert "Give a telephone number or an e-mail address" in text_of(answer)


def test_the_check_page_leads_back_to_what_is_open(browser: Client) -> None:
    token = begun(browser)
    assert browser.get(f"/en/ask/{token}/check/")["Location"].endswith("/subject/")


def test_a_changed_answer_returns_to_the_check_page(browser: Client) -> None:
    token = filled(browser)
    answer = browser.post(f"/en/ask/{token}/subject/", {"title": "Two lights", "place": ""})
    assert answer["Location"].endswith("/check/")


def test_a_form_is_resumed_by_its_address_in_another_browser(browser: Client) -> None:
    token = begun(browser)
    browser.post(f"/en/ask/{token}/subject/", ANSWERS["subject"])
    assert "Street light broken" in text_of(Client().get(f"/en/ask/{token}/subject/"))


def test_another_accounts_form_is_not_found(browser: Client) -> None:
    account = Account.objects.create(kind="public", phone="+8613800138000", assurance="contact")
    browser.force_login(account, backend="minben.foundation.access.backends.StaffBackend")
    token = begun(browser)
    assert Client().get(f"/en/ask/{token}/subject/").status_code == 404


def test_an_unknown_form_or_page_is_not_found(browser: Client) -> None:
    assert browser.get("/en/ask/nothing/check/").status_code == 404
    assert browser.get(f"/en/ask/{begun(browser)}/nothing/").status_code == 404


def test_a_form_given_up_leaves_nothing(browser: Client) -> None:
    token = filled(browser)
    assert browser.post(f"/en/drafts/{token}/delete/").status_code == 302
    assert not Draft.objects.exists()
    assert browser.get(f"/en/ask/{token}/check/").status_code == 404


def test_a_form_untouched_for_thirty_days_is_gone(browser: Client) -> None:
    token = begun(browser)
    row = Draft.objects.get()
    Draft.objects.update(saved_at=row.saved_at - draft.KEPT)
    assert browser.get(f"/en/ask/{token}/subject/").status_code == 404
    assert draft.forget_old_drafts(row.saved_at + draft.KEPT) == 1


def test_a_draft_rests_encrypted(browser: Client) -> None:
    filled(browser)
    assert "Street light" not in str(Draft.objects.get().data)


def test_what_was_written_is_forgotten_once_it_is_sent(browser: Client) -> None:
    asked(browser)
    assert Draft.objects.get().data == {}


def test_files_of_a_draft_become_files_of_the_case(browser: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    token = filled(browser)
    good = SimpleUploadedFile("photo.txt", b"a note")
    browser.post(f"/en/ask/{token}/details/", {"body": "see file", "files": [good]})
    assert Document.objects.get().linked_at is not None
    browser.post(f"/en/ask/{token}/check/")
    assert Case.objects.get().documents.get().document.name == "photo.txt"
    assert Document.objects.get().linked_at is not None


def test_a_file_taken_out_is_an_orphan_again_and_the_text_stays(browser: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    token = filled(browser)
    browser.post(f"/en/ask/{token}/details/", {"body": "x", "files": [SimpleUploadedFile("a.txt", b"a")]})
    held = Document.objects.get()
    browser.post(f"/en/ask/{token}/details/", {"body": "typed since", "remove": str(held.id)})
    held.refresh_from_db()
    assert held.linked_at is None
    assert "typed since" in text_of(browser.get(f"/en/ask/{token}/details/"))


def test_two_windows_do_not_erase_each_others_answers(browser: Client) -> None:
    actor = Actor(kind=ActorKind.ANONYMOUS)
    held = draft.begin(actor, "ask", {"answers": {"a": 1}})
    draft.save(actor, held.token, {"answers": {"b": 2}})
    assert draft.load(actor, held.token).data["answers"] == {"a": 1, "b": 2}
