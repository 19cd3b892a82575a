"""Cookies and headers around every answer (OWASP ASVS 3.4, 8.2, 14.4, 14.5)."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from minben.foundation.access.actions.accounts import public_account_for
from minben.foundation.access.roles import Role
from minben.foundation.access.sessions import desk_cookie
from tests.factories.desk import sit_down
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db
ASKED = (
    "/",
    "/en/",
    "/en/track/",
    "/en/sign-in/",
    "/desk/sign-in",
    "/api/v1/openapi.json",
    "/healthz",
    "/nothing",
)


@pytest.fixture
def town() -> Town:
    return make_town()


def cookie_of(path: str, address: str) -> Any:
    """The session cookie that a way in sets."""
    client = Client()
    client.post(path, {"address": address, "email": address, "password": "correct horse battery"})
    return client.cookies.get(
        desk_cookie() if path.startswith("/desk/") else django_settings.SESSION_COOKIE_NAME
    )


def test_cookies_of_a_session_are_closed_to_scripts_other_sites_and_plain_http(
    town: Town, settings: Any
) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    sit_down(town.water, Role.OFFICER)
    for cookie in (
        cookie_of("/en/sign-in/", "a@example.org"),
        cookie_of("/desk/sign-in", "s0000@example.org"),
    ):
        assert cookie is not None
        assert cookie["httponly"] is True
        assert cookie["secure"] is True
        assert cookie["samesite"] == "Lax"
        assert not cookie["domain"]


def test_behind_tls_the_names_themselves_forbid_others_to_set_them() -> None:
    """``__Host-`` and ``__Secure-`` are believed by browsers from the host itself over TLS only (ASVS 3.4.4)."""
    asked = "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.DESK_COOKIE_NAME)"
    for https, names in (
        ("1", "__Host-minben __Host-csrftoken __Secure-minben_desk"),
        ("0", "minben csrftoken minben_desk"),
    ):
        found = subprocess.run(
            [sys.executable, "-c", asked],
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "minben.config.settings",
                "MINBEN_HTTPS": https,
                "MINBEN_SECRET_KEY": "x" * 60,
            },
            capture_output=True,
            text=True,
            check=True,
        )
        assert found.stdout.strip() == names


def test_with_those_names_both_doors_open_close_and_keep_their_paths(town: Town, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SESSION_COOKIE_NAME, settings.DESK_COOKIE_NAME = "__Host-minben", "__Secure-minben_desk"
    sit_down(town.water, Role.OFFICER)
    public, desk = cookie_of("/en/sign-in/", "a@example.org"), cookie_of("/desk/sign-in", "s0000@example.org")
    assert (public.key, public["path"], public["domain"], public["secure"]) == (
        "__Host-minben",
        "/",
        "",
        True,
    )
    assert (desk.key, desk["path"], desk["secure"]) == ("__Secure-minben_desk", "/desk/", True)
    seat = sit_down(town.water, Role.OFFICER).client
    assert seat.get("/desk/").status_code == 200
    gone = seat.post("/desk/sign-out").cookies["__Secure-minben_desk"]
    assert (gone.value, gone["path"], gone["secure"]) == ("", "/desk/", True)


def test_the_desks_cookie_goes_to_the_desk_only(town: Town) -> None:
    sit_down(town.water, Role.OFFICER)
    cookie = cookie_of("/desk/sign-in", "s0000@example.org")
    assert cookie["path"] == "/desk/"


def test_keys_of_sessions_are_long_and_random() -> None:
    keys = {SessionStore()._get_new_session_key() for _n in range(50)}
    assert len(keys) == 50
    assert {len(key) for key in keys} == {32}


def test_pages_of_a_signed_in_person_are_not_kept_by_anybody_between(town: Town) -> None:
    desk = sit_down(town.water, Role.OFFICER).client
    browser = Client()
    browser.force_login(
        public_account_for("a@example.org"), backend="minben.foundation.access.backends.StaffBackend"
    )
    for answer in (desk.get("/desk/"), desk.get("/desk/cases"), browser.get("/en/account/")):
        assert answer.status_code == 200
        said = answer.headers.get("Cache-Control", "")
        assert "no-store" in said or "private" in said, answer.request["PATH_INFO"]


@pytest.mark.parametrize("path", ASKED)
def test_every_answer_says_its_kind_and_characters(town: Town, path: str) -> None:
    answer = Client().get(path, follow=True)
    kind = answer.headers["Content-Type"]
    assert "charset=utf-8" in kind.lower() or "json" in kind
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_year_of_tls_is_promised_where_there_is_tls(town: Town, settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000
    assert Client().get("/en/", secure=True).headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize("path", ASKED)
def test_no_answer_lets_another_site_in(town: Town, path: str) -> None:
    answer = Client().get(path, headers={"Origin": "https://evil.example"}, follow=True)
    assert not [name for name in answer.headers if name.lower().startswith("access-control-")]


@pytest.mark.parametrize("path", ["/en/", "/desk/sign-in", "/en/track/"])
@pytest.mark.parametrize("method", ["put", "delete", "patch", "trace"])
def test_methods_that_no_page_has_are_refused(town: Town, path: str, method: str) -> None:
    assert getattr(Client(), method)(path).status_code in {405, 403}
