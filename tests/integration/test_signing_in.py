"""Staff need a password and a code; the public proves a contact point; guessing is stopped."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.test import RequestFactory
from django.utils import timezone

from minben.foundation.access.actions import codes, sessions, staff
from minben.foundation.access.actions.accounts import public_account_for, staff_account
from minben.foundation.access.models import OneTimeCode, SignIn
from minben.foundation.records.errors import Invalid, Refused
from tests.factories.authenticator import digits

pytestmark = pytest.mark.django_db
EMAIL, PASSWORD = "lin@city.example", "a long enough secret"


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def request_(rf: RequestFactory):
    request = rf.post("/desk/sign-in", HTTP_USER_AGENT="Firefox")
    request.session = SessionStore()
    request.session.create()
    request.user = AnonymousUser()
    return request


@pytest.fixture
def account():
    return staff_account(EMAIL, name="林小雯", password=PASSWORD)


def paired(request) -> tuple[str, list[str]]:
    assert staff.begin(request, EMAIL, PASSWORD) == staff.Step.SET_UP
    secret, address = staff.secret_for(request)
    assert address.startswith("otpauth://totp/")
    return secret, staff.set_up(request, digits(secret))


def test_the_first_sign_in_pairs_an_authenticator_and_gives_recovery_codes(request_, account):
    before = request_.session.session_key
    _secret, recovery = paired(request_)
    assert len(recovery) == 10
    assert request_.user == account
    assert request_.session.session_key != before, "a session from before the sign-in must not live on"
    assert [s.means for s in sessions.sign_ins(account)] == ["totp"]


def test_the_password_alone_opens_nothing(request_, account):
    paired(request_)
    sessions.sign_out(request_)
    assert staff.begin(request_, EMAIL.upper(), PASSWORD) == staff.Step.CODE
    assert not request_.user.is_authenticated


def test_a_code_works_once(request_, account):
    secret, _recovery = paired(request_)
    sessions.sign_out(request_)
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=91)):
        staff.begin(request_, EMAIL, PASSWORD)
        code = digits(secret)
        staff.finish(request_, code)
        sessions.sign_out(request_)
        staff.begin(request_, EMAIL, PASSWORD)
        with pytest.raises(Invalid):
            staff.finish(request_, code)


def test_the_code_that_paired_the_authenticator_opens_nothing_more(request_, account):
    assert staff.begin(request_, EMAIL, PASSWORD) == staff.Step.SET_UP
    secret, _address = staff.secret_for(request_)
    code = digits(secret)
    staff.set_up(request_, code)
    sessions.sign_out(request_)
    staff.begin(request_, EMAIL, PASSWORD)
    with pytest.raises(Invalid):
        staff.finish(request_, code)


def test_a_recovery_code_works_once(request_, account):
    _secret, recovery = paired(request_)
    sessions.sign_out(request_)
    staff.begin(request_, EMAIL, PASSWORD)
    assert staff.finish(request_, recovery[0]) == account
    sessions.sign_out(request_)
    staff.begin(request_, EMAIL, PASSWORD)
    with pytest.raises(Invalid):
        staff.finish(request_, recovery[0])


def test_guessing_the_code_is_stopped(request_, account):
    secret, _recovery = paired(request_)
    sessions.sign_out(request_)
    staff.begin(request_, EMAIL, PASSWORD)
    for _ in range(staff.CODE_TRIES):
        with pytest.raises(Invalid):
            staff.finish(request_, "not it")
    with pytest.raises(Refused, match=r"\d\d:\d\d"):
        staff.finish(request_, digits(secret))


def test_the_secret_of_the_authenticator_is_not_stored_in_plain(request_, account):
    secret, _recovery = paired(request_)
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_a_wrong_password_is_told_at_the_field_and_noted(request_, account):
    with pytest.raises(Invalid) as refusal:
        staff.begin(request_, EMAIL, "wrong")
    assert "password" in refusal.value.fields
    assert SignIn.objects.get().succeeded is False


def test_guessing_the_password_locks_out_even_the_right_one_for_a_while(request_, account, rf):
    for _ in range(4):
        with pytest.raises(Invalid):
            staff.begin(fresh(request_, rf), EMAIL, "wrong")
    with pytest.raises(Refused):
        staff.begin(fresh(request_, rf), EMAIL, "wrong")
    with pytest.raises(Refused, match=r"\d\d:\d\d"):
        staff.begin(fresh(request_, rf), EMAIL, PASSWORD)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=16)):
        assert staff.begin(fresh(request_, rf), EMAIL, PASSWORD) == staff.Step.SET_UP


def fresh(request, rf):
    again = rf.post("/desk/sign-in")
    again.session, again.user = SessionStore(request.session.session_key), AnonymousUser()
    return again


def test_an_unknown_address_sounds_like_a_wrong_password(request_):
    with pytest.raises(Invalid) as refusal:
        staff.begin(request_, "nobody@city.example", "wrong")
    assert "password" in refusal.value.fields


def test_a_password_step_that_is_too_old_must_be_repeated(request_, account):
    staff.begin(request_, EMAIL, PASSWORD)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=11)), pytest.raises(Refused):
        staff.pending(request_)


def test_the_shortcut_works_in_the_practice_city_only(request_, settings):
    made = staff_account("practice@city.example", name="練習", practice=True)
    settings.PRACTICE = False
    with pytest.raises(Refused):
        sessions.practice_sign_in(request_, made)
    settings.PRACTICE = True
    sessions.practice_sign_in(request_, made)
    assert request_.user == made
    assert sessions.sign_ins(made)[0].means == "practice"


def test_the_shortcut_is_for_practice_accounts_only(request_, settings, account):
    settings.PRACTICE = True
    with pytest.raises(Refused):
        sessions.practice_sign_in(request_, account)


def test_a_practice_password_is_refused_in_a_real_city(request_, settings):
    staff_account(EMAIL, name="練習", password=PASSWORD, practice=True)
    settings.PRACTICE = False
    with pytest.raises(Refused):
        staff.begin(request_, EMAIL, PASSWORD)


def test_a_code_to_the_public_is_right_once():
    code = codes.issue("sign_in", "wang@example.org")
    assert len(code) == 6
    assert code not in OneTimeCode.objects.get().digest
    assert codes.redeem("sign_in", "wang@example.org", f" {code} ") is True
    with pytest.raises(Invalid):
        codes.redeem("sign_in", "wang@example.org", code)


def test_a_code_is_for_its_purpose_and_address_only():
    code = codes.issue("sign_in", "wang@example.org")
    for purpose, address in [("verify", "wang@example.org"), ("sign_in", "li@example.org")]:
        with pytest.raises(Invalid):
            codes.redeem(purpose, address, code)


def test_an_expired_code_is_refused():
    code = codes.issue("sign_in", "wang@example.org")
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=11)), pytest.raises(Invalid):
        codes.redeem("sign_in", "wang@example.org", code)


def test_after_five_wrong_tries_the_right_code_is_refused_too():
    code = codes.issue("sign_in", "wang@example.org")
    for _ in range(5):
        with pytest.raises(Invalid):
            codes.redeem("sign_in", "wang@example.org", "x")
    with pytest.raises(Invalid):
        codes.redeem("sign_in", "wang@example.org", code)


def test_a_new_code_ends_the_one_before():
    first = codes.issue("sign_in", "wang@example.org")
    second = codes.issue("sign_in", "wang@example.org")
    if first != second:
        with pytest.raises(Invalid):
            codes.redeem("sign_in", "wang@example.org", first)
    assert codes.redeem("sign_in", "wang@example.org", second)


def test_codes_are_limited_by_address_and_by_sender():
    for _ in range(codes.PER_ADDRESS):
        codes.issue("sign_in", "wang@example.org")
    with pytest.raises(Refused):
        codes.issue("sign_in", "wang@example.org")
    for count in range(codes.PER_SENDER):
        codes.issue("sign_in", f"n{count}@example.org", ip="192.0.2.7")
    with pytest.raises(Refused):
        codes.issue("sign_in", "other@example.org", ip="192.0.2.7")


def test_a_proved_address_has_one_account(request_):
    made = public_account_for("Wang@Example.org")
    assert public_account_for("wang@example.org ") == made
    assert made.assurance == "contact"
    assert public_account_for("+886912345678").phone == "+886912345678"
    sessions.sign_in_public(request_, made)
    assert request_.user == made
    with pytest.raises(Invalid):
        public_account_for("0912")
