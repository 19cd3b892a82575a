"""In and out of the desk."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from minben.foundation.access.models import Account, SignIn
from minben.foundation.access.roles import Role
from tests.factories.authenticator import digits
from tests.factories.desk import make_staff, sit_down
from tests.factories.town import Town

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def account(town: Town) -> Account:
    cache.clear()
    made = make_staff(town.water, Role.OFFICER, email="lin@example.org").account
    assert made is not None
    return made


def knock(client: Client, password: str = PASSWORD, **more: str) -> object:
    return client.post(reverse("desk:sign_in"), {"email": "lin@example.org", "password": password, **more})


def test_the_first_sign_in_pairs_an_authenticator_and_shows_recovery_codes_once(account: Account) -> None:
    client = Client()
    step = knock(client, next="/desk/cases")
    assert step.status_code == 302
    pairing = client.get(step["Location"])
    assert 'src="data:image/svg+xml' in pairing.content.decode()
    kept = client.post(step["Location"], {"code": digits(pairing.context["secret"]), "next": "/desk/cases"})
    assert len(kept.context["codes"]) >= 8
    assert kept.context["next"] == "/desk/cases"
    assert client.get("/desk/cases").status_code == 200


def test_a_recovery_code_opens_the_desk_when_the_phone_is_away(account: Account) -> None:
    first = Client()
    where = knock(first)["Location"]
    codes = first.post(where, {"code": digits(first.get(where).context["secret"])}).context["codes"]
    second = Client()
    where = knock(second)["Location"]
    assert second.post(where, {"code": codes[0]}).status_code == 302
    assert second.get(reverse("desk:home")).status_code == 200


def test_a_wrong_password_keeps_the_address_and_says_nothing_about_the_account(account: Account) -> None:
    page = knock(Client(), "wrong")
    assert page.status_code == 422
    assert "lin@example.org" in page.content.decode()
    unknown = Client().post(reverse("desk:sign_in"), {"email": "nobody@example.org", "password": "wrong"})
    assert unknown.context["form"].errors == page.context["form"].errors


def test_guessing_is_locked_out_with_a_time_to_try_again(account: Account) -> None:
    client = Client(headers={"accept-language": "en"})
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    for _n in range(settings.AXES_FAILURE_LIMIT):
        knock(client, "wrong")
    page = knock(client)
    assert page.status_code == 422
    assert "Try again after" in page.content.decode()
    assert SignIn.objects.filter(account=account, succeeded=False).count() >= settings.AXES_FAILURE_LIMIT


def test_after_signing_in_one_is_never_sent_to_another_site(account: Account) -> None:
    for evil in ("https://evil.example/", "//evil.example/desk/", "/en/", "javascript:alert(1)"):
        page = Client().get(reverse("desk:sign_in"), {"next": evil})
        assert page.context["next"] == reverse("desk:home")


def test_the_second_step_without_the_first_goes_back_to_the_door(account: Account) -> None:
    page = Client().get(reverse("desk:code"))
    assert page.status_code == 302
    assert page["Location"] == reverse("desk:sign_in")


def test_the_shortcut_works_in_the_practice_city_only(account: Account, settings: object) -> None:
    Account.objects.filter(pk=account.pk).update(practice=True)
    settings.PRACTICE = False  # type: ignore[attr-defined]
    shut = Client()
    assert "Lin" not in shut.get(reverse("desk:sign_in")).content.decode()
    assert shut.post(reverse("desk:practice"), {"account": account.id}).status_code == 404
    settings.PRACTICE = True  # type: ignore[attr-defined]
    city = Client()
    assert city.get(reverse("desk:sign_in")).context["log_ins"][0].account_id == account.id
    assert city.post(reverse("desk:practice"), {"account": account.id}).status_code == 302
    assert city.get(reverse("desk:home")).status_code == 200


def test_a_practice_button_for_no_account_is_no_page(account: Account) -> None:
    assert Client().post(reverse("desk:practice"), {"account": "x"}).status_code == 404


def test_signing_out_ends_the_session_and_one_sees_ones_own_sign_ins(town: Town) -> None:
    desk = sit_down(town.water, Role.OFFICER)
    SignIn.objects.create(account=desk.staff.account, succeeded=True, means="totp", address="10.0.0.9")
    assert "10.0.0.9" in desk.client.get(reverse("desk:security")).content.decode()
    assert desk.client.post(reverse("desk:sign_out")).status_code == 302
    assert desk.client.get(reverse("desk:home")).status_code == 302
