"""Signing in by a provider that really runs: staff only those who work here, the public by issuer and subject."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import oidc_provider_mock
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from minben.foundation import keys
from minben.foundation.access.models import Account
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine
from minben.foundation.identity import outside, protocol
from minben.foundation.identity.models import ExternalIdentity, Provider
from minben.foundation.records.errors import Invalid, Refused
from tests.factories.desk import make_staff, sit_down
from tests.factories.town import Town, make_town

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning"),
]
"""The provider of the tests leans on a library that warns of its own next release."""
LIN = {"email": "lin@example.org", "email_verified": True, "name": "Lin", "acr": "high"}
PEOPLE = {
    "lin": LIN,
    "lin-again": LIN,
    "unproved": {**LIN, "email_verified": False},
    "stranger": {"email": "stranger@elsewhere.example", "email_verified": True, "name": "Stranger"},
}


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    users = [oidc_provider_mock.User(sub=sub, claims=claims) for sub, claims in PEOPLE.items()]
    with oidc_provider_mock.run_server_in_thread(user_claims=users) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def town(settings: Any, issuer: str) -> Town:
    cache.clear()
    settings.OIDC_PRIVATE_HOSTS = [urlsplit(issuer).netloc]
    return make_town()


def provider(issuer: str, door: str = "staff", **more: Any) -> Provider:
    plain = {"code": f"city-{door}", "name": {"en": "City"}, "client_id": "minben", "second_step": False}
    made = Provider(issuer=issuer, door=door, **{**plain, **more})
    made.secret = keys.encrypt("s3 cret+", model="identity.Provider", field="secret", row_id=made.id)
    made.save()
    return made


def browser() -> Client:
    return Client(headers={"host": "localhost", "accept-language": "en"})


def there(client: Client, made: Provider) -> str:
    """Begin at our door; the address of the provider to which we are sent."""
    name = "desk:provider_to" if made.door == "staff" else "portal:provider_to"
    answer = client.get(reverse(name, args=[made.code]))
    assert answer.status_code == 302
    return str(answer["Location"])


def back_from(address: str, sub: str) -> str:
    """The person says yes at the provider; the address with which the browser comes back."""
    answer = httpx.post(address, data={"sub": sub}, follow_redirects=False)
    assert answer.status_code == 302, answer.text
    return answer.headers["location"].removeprefix("http://localhost")


def walk(client: Client, made: Provider, sub: str) -> Any:
    return client.get(back_from(there(client, made), sub), follow=True)


def at_the_desk(client: Client) -> bool:
    return client.get(reverse("desk:home")).status_code == 200


def test_staff_who_work_here_are_let_in_and_tied_to_their_subject(town: Town, issuer: str) -> None:
    account = make_staff(town.water, Role.OFFICER, email="lin@example.org").account
    made, client = provider(issuer), browser()
    walk(client, made, "lin")
    assert at_the_desk(client)
    tied = ExternalIdentity.objects.get()
    assert (tied.account, tied.issuer, tied.subject) == (account, issuer, "lin")
    Account.objects.filter(id=account.id).update(email="lin.new@example.org")  # type: ignore[union-attr]
    again = browser()
    walk(again, made, "lin")
    assert at_the_desk(again), "tied once, the address does not matter any more"
    assert AuditLine.objects.filter(action="account.identity.tied").count() == 1


@pytest.mark.parametrize("sub", ["stranger", "unproved"])
def test_nobody_is_let_in_who_does_not_work_here_or_whose_address_is_not_proved(
    town: Town, issuer: str, sub: str
) -> None:
    make_staff(town.water, Role.OFFICER, email="lin@example.org")
    before, client = Account.objects.count(), browser()
    walk(client, provider(issuer), sub)
    assert not at_the_desk(client)
    assert Account.objects.count() == before


def test_a_second_subject_with_the_same_address_does_not_take_the_account(town: Town, issuer: str) -> None:
    make_staff(town.water, Role.OFFICER, email="lin@example.org")
    made = provider(issuer)
    walk(browser(), made, "lin")
    client = browser()
    walk(client, made, "lin-again")
    assert not at_the_desk(client)


def test_a_closed_account_stays_closed(town: Town, issuer: str) -> None:
    account = make_staff(town.water, Role.OFFICER, email="lin@example.org").account
    made = provider(issuer)
    walk(browser(), made, "lin")
    Account.objects.filter(id=account.id).update(is_active=False)  # type: ignore[union-attr]
    client = browser()
    walk(client, made, "lin")
    assert not at_the_desk(client)


def test_our_second_step_is_asked_for_unless_the_provider_is_trusted_with_it(town: Town, issuer: str) -> None:
    make_staff(town.water, Role.OFFICER, email="lin@example.org")
    client = browser()
    page = walk(client, provider(issuer, second_step=True), "lin")
    assert page.request["PATH_INFO"] == reverse("desk:code")
    assert not at_the_desk(client)


def test_the_public_gets_an_account_of_issuer_and_subject_and_never_that_of_an_address(
    town: Town, issuer: str
) -> None:
    theirs = Account.objects.create_user("lin@example.org", kind=Account.Kind.PUBLIC)
    levels = {"assurance_claim": "acr", "assurance_levels": {"high": "real_name"}}
    made, client = provider(issuer, "public", **levels), browser()
    assert walk(client, made, "lin").status_code == 200
    account = ExternalIdentity.objects.get().account
    assert account != theirs
    assert (account.kind, account.email, account.assurance) == ("public", None, "real_name")
    walk(browser(), made, "lin")
    walk(browser(), made, "lin-again")
    assert ExternalIdentity.objects.count() == 2
    assert not at_the_desk(client)


def test_a_claim_without_a_rule_proves_nothing(town: Town, issuer: str) -> None:
    walk(browser(), provider(issuer, "public", assurance_levels={"high": "real_name"}), "lin")
    assert ExternalIdentity.objects.get().account.assurance == "none"


def test_only_the_domains_named_are_let_in(town: Town, issuer: str) -> None:
    made = provider(issuer, "public", domains=["example.org"])
    walk(browser(), made, "stranger")
    assert not ExternalIdentity.objects.exists()
    walk(browser(), made, "lin")
    assert ExternalIdentity.objects.count() == 1


def test_an_answer_counts_once_and_only_in_the_browser_that_asked(town: Town, issuer: str) -> None:
    make_staff(town.water, Role.OFFICER, email="lin@example.org")
    made, client, other = provider(issuer), browser(), browser()
    address = back_from(there(client, made), "lin")
    other.get(address)
    assert not at_the_desk(other)
    client.get(address.replace("state=", "state=x"))
    client.get(address)
    assert not at_the_desk(client), "a wrong state used it up"


def test_the_request_carries_state_nonce_and_a_proof_key(town: Town, issuer: str) -> None:
    asked = parse_qs(urlsplit(there(browser(), provider(issuer))).query)
    assert {"state", "nonce", "code_challenge"} <= asked.keys()
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == ["http://localhost/desk/sign-in/back"]


def test_a_token_with_another_nonce_or_for_another_client_is_refused(town: Town, issuer: str) -> None:
    made = provider(issuer)
    for wrong in ({"nonce": "another"}, {"client": "another"}):
        way = protocol.way_to(made, "http://localhost/desk/sign-in/back")
        code = parse_qs(urlsplit(back_from(way.address, "lin")).query)["code"][0]
        if "client" in wrong:
            answer = outside.post(
                f"{issuer}/oauth2/token",
                data={"grant_type": "authorization_code", "code": code,
                      "redirect_uri": "http://localhost/desk/sign-in/back"},
                auth=("minben", "x"),
            )  # fmt: skip
            made.client_id = "another"
            with pytest.raises(Refused):
                protocol._checked(made, answer["id_token"], protocol.discovered(issuer)["jwks_uri"])
            continue
        with pytest.raises(Refused):
            protocol.claims_for(
                made, code, back="http://localhost/desk/sign-in/back", verifier=way.verifier, nonce="another"
            )


def test_the_description_is_asked_for_once(town: Town, issuer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[str] = []
    real = outside.get
    monkeypatch.setattr(outside, "get", lambda url: called.append(url) or real(url))
    made = provider(issuer)
    there(browser(), made)
    there(browser(), made)
    assert len(called) == 1


def test_a_provider_that_does_not_answer_leaves_people_at_the_door(town: Town, settings: Any) -> None:
    settings.OIDC_PRIVATE_HOSTS = ["localhost:9"]
    answer = browser().get(reverse("desk:provider_to", args=[provider("http://localhost:9").code]))
    assert answer["Location"].startswith(reverse("desk:sign_in"))


# addresses that we do not call


@pytest.mark.parametrize(
    "address",
    [
        "http://login.example.org",
        "https://127.0.0.1/x",
        "https://localhost/x",
        "https://[::1]/x",
        "https://169.254.169.254/latest/meta-data",
        "https://10.0.0.1",
        "https://192.168.1.1",
        "https://[fd00::1]",
        "https://user:pass@example.org",
        "file:///etc/passwd",
        "https://",
    ],
)
def test_addresses_inside_our_own_network_are_not_called(address: str, settings: Any) -> None:
    settings.OIDC_PRIVATE_HOSTS = []
    with pytest.raises(Invalid):
        outside.get(address)


class Rude(BaseHTTPRequestHandler):
    """Sends people elsewhere, or too much."""

    def do_GET(self) -> None:
        if self.path == "/elsewhere":
            self.send_response(302)
            self.send_header("Location", "http://169.254.169.254/")
            self.end_headers()
            return
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'"' + b"x" * 300_000 + b'"')

    def log_message(self, *_args: Any) -> None:
        return


@pytest.mark.parametrize("path", ["/elsewhere", "/much"])
def test_redirects_and_floods_are_refused(path: str, settings: Any) -> None:
    server = HTTPServer(("127.0.0.1", 0), Rude)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.OIDC_PRIVATE_HOSTS = ["127.0.0.1"]
    try:
        with pytest.raises(outside.Unreachable):
            outside.get(f"http://127.0.0.1:{server.server_port}{path}")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


# the screen

GIVEN = {
    "code": "national", "name_zh_hant": "全國認證", "name_en": "National ID", "door": "public",
    "issuer": "https://id.example.org", "client_id": "minben", "secret": "very secret", "domains": "",
    "assurance_claim": "acr", "assurance_levels": "high = real_name", "active": "on",
}  # fmt: skip


def test_the_security_administrator_names_a_provider_and_its_secret_is_never_shown(town: Town) -> None:
    desk = sit_down(town.government, Role.SECURITY)
    assert desk.client.post(reverse("desk:provider_new"), GIVEN).status_code == 302
    made = Provider.objects.get()
    assert b"very secret" not in bytes(made.secret)
    assert protocol.secret_of(made) == "very secret"
    assert made.assurance_levels == {"high": "real_name"}
    page = desk.client.get(reverse("desk:provider", args=[made.id])).content.decode()
    assert "very secret" not in page
    kept = {**GIVEN, "secret": "", "name_en": "National", "version": str(made.version)}
    desk.client.post(reverse("desk:provider", args=[made.id]), kept)
    made.refresh_from_db()
    assert (protocol.secret_of(made), made.name["en"]) == ("very secret", "National")
    stale = desk.client.post(reverse("desk:provider", args=[made.id]), kept)
    assert stale.status_code == 422
    lines = AuditLine.objects.filter(action="identity.provider.kept", subject_id=made.id)
    assert lines.count() == 2
    assert "very secret" not in str(list(lines.values()))
    assert "National" in browser().get("/en/sign-in/").content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "Not OK"),
        ("issuer", "http://id.example.org"),
        ("issuer", "nonsense"),
        ("domains", "not a domain!"),
        ("assurance_levels", "high = god"),
        ("door", "window"),
    ],
)
def test_a_wrong_provider_is_refused_at_its_field(town: Town, field: str, value: str) -> None:
    page = sit_down(town.government, Role.SECURITY).client.post(
        reverse("desk:provider_new"), {**GIVEN, field: value}
    )
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert not Provider.objects.exists()


@pytest.mark.parametrize("role", [Role.SYSTEM, Role.AUDIT, Role.SUPERVISOR, Role.OFFICER])
def test_nobody_else_changes_how_people_sign_in(town: Town, role: Role) -> None:
    client = sit_down(town.government, role).client
    assert client.get(reverse("desk:providers")).status_code == 403
    assert client.post(reverse("desk:provider_new"), GIVEN).status_code == 403
