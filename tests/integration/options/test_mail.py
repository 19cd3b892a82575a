"""The settings of mail: by which server it leaves, in whose name, and what a test message tells."""

from __future__ import annotations

import email
import email.policy
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from minben.channels import mailing
from minben.channels.actions import deliver
from minben.channels.adapters import adapter_for
from minben.channels.adapters.practice import PracticeAdapter
from minben.channels.models import PracticeMessage
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine
from minben.foundation.options import held
from minben.foundation.options.actions import change
from minben.foundation.records.errors import Invalid
from tests.factories.channels import MessageFactory, waiting
from tests.factories.desk import Desk, sit_down
from tests.factories.town import make_town

pytestmark = pytest.mark.django_db
NAMES = {"sender_name": "測試市政府", "sender": "city@example.org", "reply_to": "desk@example.org"}


class Inbox:
    """A real mail server's handler that keeps what arrives."""

    def __init__(self) -> None:
        self.mails: list[Any] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 taken"


@pytest.fixture
def server(settings: Any) -> Iterator[tuple[Inbox, int]]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    inbox, port = Inbox(), _free_port()
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield inbox, port
    controller.stop()


@pytest.fixture
def desk() -> Desk:
    return sit_down(make_town().water, Role.SYSTEM)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _choose(**values: object) -> None:
    change(SYSTEM, "mail", {"security": "none", **values})
    held.forget()


def test_mail_leaves_by_the_chosen_server_in_the_chosen_name(server: tuple[Inbox, int]) -> None:
    inbox, port = server
    _choose(host="127.0.0.1", port=port, **NAMES)
    message = waiting(MessageFactory(channel="mail", address="ann@example.org", subject="x"))
    assert deliver() == 1
    (mail,) = inbox.mails
    assert mail["From"] == "測試市政府 <city@example.org>"
    assert mail["Reply-To"] == "desk@example.org"
    assert mail["Message-ID"].endswith("@example.org>")
    assert message is not None


def test_without_a_server_mail_stays_in_the_visible_outbox() -> None:
    assert isinstance(adapter_for("mail"), PracticeAdapter)
    _choose(host="mail.example.org", security="starttls")
    assert not isinstance(adapter_for("mail"), PracticeAdapter)
    _choose(host="")
    assert isinstance(adapter_for("mail"), PracticeAdapter)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"host": "mail.example.org:25"}, "host"),
        ({"host": "smtp://mail"}, "host"),
        ({"host": "mail..org"}, "host"),
        ({"host": "a b"}, "host"),
        ({"port": 0}, "port"),
        ({"port": 65536}, "port"),
        ({"sender": "nobody"}, "sender"),
        ({"sender": ""}, "sender"),
        ({"sender": "a@b.org\nBcc: c@d.org"}, "sender"),
        ({"reply_to": "a@b@c"}, "reply_to"),
        ({"sender_name": "x\ny"}, "sender_name"),
        ({"host": "mail.example.org", "user": "minben", "security": "none"}, "security"),
        ({"security": "secret"}, "security"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(values: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        change(SYSTEM, "mail", values)
    assert set(refused.value.fields) == {field}


def test_the_practice_city_sends_nothing_to_the_outside(settings: Any) -> None:
    settings.PRACTICE = True
    with pytest.raises(Invalid) as refused:
        change(SYSTEM, "mail", {"host": "mail.example.org"})
    assert set(refused.value.fields) == {"host"}


@pytest.mark.parametrize(
    ("host", "user", "security", "sent"),
    [
        ("own.example.org", "minben", "tls", "of the address"),
        ("other.example.org", "minben", "tls", ""),
        ("own.example.org", "somebody", "tls", ""),
        ("own.example.org", "", "tls", ""),
    ],
)
def test_the_password_of_the_environments_server_goes_to_no_other(
    settings: Any, host: str, user: str, security: str, sent: str
) -> None:
    settings.EMAIL_HOST, settings.EMAIL_HOST_USER = "own.example.org", "minben"
    settings.EMAIL_HOST_PASSWORD = "of the address"
    assert mailing.password_for(_mailing(host, user, security)) == sent


@pytest.mark.parametrize(
    ("host", "security", "sent"),
    [("a.example", "starttls", "its own"), ("a.example", "none", ""), ("127.0.0.1", "none", "its own")],
)
def test_a_password_of_its_own_is_not_sent_over_an_open_line(
    settings: Any, host: str, security: str, sent: str
) -> None:
    settings.EMAIL_PASSWORD = "its own"
    assert mailing.password_for(_mailing(host, "minben", security)) == sent


def _mailing(host: str, user: str, security: str) -> mailing.Mailing:
    return mailing.Mailing(host, 25, security, user, "a@b.org", "", "")


def test_a_test_message_goes_to_oneself_and_is_on_record(desk: Desk, server: tuple[Inbox, int]) -> None:
    inbox, port = server
    _choose(host="127.0.0.1", port=port, **NAMES)
    page = desk.client.post("/desk/settings/mail/try", follow=True).content.decode()
    assert "The server took it." in page
    assert [mail["To"] for mail in inbox.mails] == [desk.staff.account.email]  # type: ignore[union-attr]
    assert AuditLine.objects.filter(action="settings.mail.tried").count() == 1


def test_a_server_that_does_not_answer_is_told_in_words(desk: Desk, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    _choose(host="127.0.0.1", port=_free_port())
    page = desk.client.post("/desk/settings/mail/try", follow=True).content.decode()
    assert "Nothing answers at this host and port." in page


def test_without_a_server_the_test_message_goes_nowhere_and_says_so(desk: Desk) -> None:
    page = desk.client.post("/desk/settings/mail/try", follow=True).content.decode()
    assert "was kept here and went nowhere" in page
    assert PracticeMessage.objects.count() == 1


@pytest.mark.parametrize("role", [Role.SECURITY, Role.AUDIT, Role.SUPERVISOR])
def test_nobody_else_sends_test_messages(role: Role) -> None:
    other = sit_down(make_town().water, role)
    assert other.client.post("/desk/settings/mail/try").status_code == 403
    assert other.client.get("/desk/settings/mail").status_code == 403


def test_the_page_never_holds_a_password(desk: Desk, settings: Any) -> None:
    settings.EMAIL_PASSWORD = "very-secret-word"
    _choose(host="mail.example.org", user="minben", security="tls")
    page = desk.client.get("/desk/settings/mail").content.decode()
    assert "A password is set on the machine" in page
    assert "very-secret-word" not in page
