"""From asking for a message to what became of it."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import socket
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from django.test import override_settings

from minben.channels import queries
from minben.channels.actions import deliver, load_templates, send, suppress, unsuppress
from minben.channels.actions.deliver import LEASE, TRIES, backoff
from minben.channels.adapters import Adapter, Result, adapter_for
from minben.channels.adapters.mail import MailAdapter
from minben.channels.adapters.practice import PracticeAdapter
from minben.channels.models import Delivery, Message, MessageTemplate, OutboxEntry, PracticeMessage
from minben.foundation.access.actor import SYSTEM, Actor, ActorKind
from minben.foundation.records.errors import Invalid, Refused
from minben.parties import actions as parties
from tests.factories.channels import MessageFactory, TemplateFactory, waiting

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 3, 10, 4, 0, tzinfo=dt.UTC)
NIGHT = dt.datetime(2026, 3, 10, 14, 0, tzinfo=dt.UTC)
PHONE = "+8613800138000"
VALUES = {"number": "MB-2026-000000123-7", "name": "小明"}


def ask(**more):
    given = {"kind": "service", "to": PHONE, "channel": "sms", "variables": VALUES, "now": NOON}
    return send(SYSTEM, "case.accepted", **(given | more))


def test_a_message_waits_in_the_transaction_and_is_carried_once():
    TemplateFactory()
    key = ask()
    assert PracticeMessage.objects.count() == 0
    assert deliver(now=NOON) == 1
    assert deliver(now=NOON) == 0
    shown = PracticeMessage.objects.get()
    assert (shown.id, shown.address) == (key, PHONE)
    assert shown.body == "小明您好，您的辦件 MB-2026-000000123-7 已受理。"
    assert Delivery.objects.get(message_id=key).outcome == "sent"


def test_a_message_at_night_is_held_until_eight_and_says_why():
    TemplateFactory()
    key = ask(now=NIGHT)
    assert deliver(now=NIGHT) == 0
    held = Delivery.objects.get(message_id=key)
    assert (held.outcome, held.why) == ("held", "quiet-hours")
    assert deliver(now=dt.datetime(2026, 3, 11, 0, 0, tzinfo=dt.UTC)) == 1


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"to": None}, "no-address"),
        ({"to": "13"}, "bad-address"),
        ({"to": "a@b.cn\nBcc: c@d.cn", "channel": "mail"}, "bad-address"),
        ({"channel": "fax"}, "no-channel"),
        ({"channel": "letter", "to": "和平路一號"}, "no-template"),
        ({"kind": "policy"}, "no-consent"),
    ],
)
def test_what_is_not_sent_is_a_row_with_its_reason(more, why):
    TemplateFactory()
    TemplateFactory(channel="mail")
    assert ask(**more) is None
    refused = Delivery.objects.get()
    assert (refused.outcome, refused.why) == ("refused", why)
    assert not OutboxEntry.objects.exists()


def test_the_third_policy_message_of_a_week_is_refused_for_the_whole_customer():
    TemplateFactory()
    a = parties.register_person(SYSTEM, name="王小明", phone="13800138000")
    b = parties.register_person(SYSTEM, name="王小明", phone="13900139000")
    parties.link(SYSTEM, a.id, customer_id=b.id, why="same")
    parties.record_consent(SYSTEM, a.id, purpose="policy", given=True, means="web")
    now = dt.datetime.now(dt.UTC).replace(hour=4, minute=0)
    more = {"kind": "policy", "to": None, "channel": None, "now": now}
    sent = [ask(party_id=p.id, **more) for p in (a, b, a)]
    assert [key is not None for key in sent] == [True, True, False], list(
        Delivery.objects.values_list("why", "outcome")
    )
    assert Delivery.objects.get(outcome="refused").why == "weekly-cap"


def test_a_person_is_written_to_in_their_language_on_their_channel():
    TemplateFactory()
    TemplateFactory(channel="mail")
    party = parties.register_person(
        SYSTEM, name="Ann", phone="13800138000", email="ann@example.org", language="en", channel="mail"
    )
    message = Message.objects.get(id=ask(party_id=party.id, to=None, channel=None))
    assert (message.channel, message.address, message.language) == ("mail", "ann@example.org", "en")
    assert message.subject == "Accepted MB-2026-000000123-7"


def test_simplified_chinese_is_converted_when_nobody_wrote_it():
    TemplateFactory()
    message = Message.objects.get(id=ask(language="zh-hans"))
    assert message.body.endswith("您的办件 MB-2026-000000123-7 已受理。")


def test_a_text_with_a_variable_that_is_missing_is_refused_by_name():
    TemplateFactory()
    with pytest.raises(Invalid, match="number"):
        ask(variables={"name": "x"})


def test_values_are_text_and_never_templates_again():
    TemplateFactory()
    message = Message.objects.get(id=ask(variables={"name": "{number}{0.__class__}", "number": "1"}))
    assert message.body.startswith("{number}{0.__class__}您好")


def test_the_public_causes_no_policy_message():
    with pytest.raises(Refused):
        send(Actor(kind=ActorKind.ANONYMOUS), "case.accepted", kind="policy", variables={})


def test_a_worker_killed_between_call_and_record_does_not_send_twice_in_effect():
    message = MessageFactory()
    waiting(message)

    class Killed(Exception):
        pass

    class Dying(PracticeAdapter):
        def carry(self, parcels):
            super().carry(parcels)
            raise SystemExit

    with pytest.raises(SystemExit):
        deliver(find=lambda _c: Dying())
    assert PracticeMessage.objects.count() == 1
    now = dt.datetime.now(dt.UTC)
    assert deliver(now=now) == 0
    assert deliver(now=now + LEASE * 2) == 1
    assert PracticeMessage.objects.count() == 1
    assert [d.outcome for d in Delivery.objects.all()] == ["sent"]
    assert not OutboxEntry.objects.exists()


class Failing(Adapter):
    def __init__(self, *, permanent: bool = False) -> None:
        self.permanent = permanent

    def carry(self, parcels):
        return [Result(p.id, accepted=False, why="421", permanent=self.permanent) for p in parcels]


def test_a_carrier_that_fails_is_tried_eight_times_with_growing_pauses_and_given_up():
    waiting(MessageFactory())
    now = dt.datetime.now(dt.UTC)
    for attempt in range(1, TRIES + 1):
        assert deliver(now=now, find=lambda _c: Failing()) == 1
        assert deliver(now=now, find=lambda _c: Failing()) == 0
        now += backoff(attempt)
    outcomes = list(Delivery.objects.order_by("id").values_list("outcome", flat=True))
    assert outcomes == ["failed"] * (TRIES - 1) + ["given_up"]
    assert not OutboxEntry.objects.exists()


def test_a_permanent_refusal_is_not_tried_again():
    waiting(MessageFactory())
    deliver(find=lambda _c: Failing(permanent=True))
    assert Delivery.objects.get().outcome == "given_up"


def test_a_carrier_with_a_bug_does_not_stop_the_others(caplog):
    waiting(MessageFactory())
    waiting(MessageFactory(channel="page", address="somebody"))

    class Broken(Adapter):
        def carry(self, parcels):
            raise RuntimeError(f"cannot reach {parcels[0].address}")

    assert deliver(find=lambda channel: Broken() if channel == "sms" else adapter_for(channel)) == 2
    assert sorted(Delivery.objects.values_list("outcome", flat=True)) == ["failed", "sent"]
    assert PHONE not in caplog.text


def test_an_address_closed_while_a_message_waits_gets_nothing():
    TemplateFactory()
    ask(now=NIGHT)
    row = suppress(SYSTEM, "sms", "138 0013 8000", why="asked to stop")
    assert deliver(now=NIGHT + dt.timedelta(hours=20)) == 1
    assert not PracticeMessage.objects.exists()
    assert Delivery.objects.filter(outcome="refused", why="suppressed").count() == 1
    assert ask() is None
    unsuppress(SYSTEM, row.id, why="asked again")
    assert ask() is not None


def test_emergencies_and_codes_go_first():
    TemplateFactory()
    ask()
    urgent = ask(kind="emergency")
    deliver(now=NOON, batch=1)
    assert PracticeMessage.objects.get().id == urgent


def test_a_case_shows_its_messages_with_what_became_of_them():
    message = MessageFactory(case_id=MessageFactory().id)
    waiting(message)
    deliver()
    (shown,) = queries.messages_of_case(message.case_id)
    assert shown.last is not None
    assert shown.last.outcome == "sent"


def test_notices_load_twice_into_the_same_state(tmp_path):
    path = tmp_path / "notices.yaml"
    path.write_text("case.closed:\n  sms:\n    body: {zh-hant: '{number} 已辦結'}\n", encoding="utf-8")
    assert load_templates(SYSTEM, path) == 1
    assert load_templates(SYSTEM, path) == 0
    assert MessageTemplate.objects.filter(name="case.closed").count() == 1
    path.write_text("case.closed:\n  sms:\n    body: {en: 'closed'}\n", encoding="utf-8")
    with pytest.raises(Invalid, match=r"case\.closed"):
        load_templates(SYSTEM, path)


class Inbox:
    """A real SMTP server's handler: keeps what arrives, refuses one address."""

    def __init__(self) -> None:
        self.mails: list[email.message.EmailMessage] = []
        self.recipients: list[str] = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("gone"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.recipients += envelope.rcpt_tos
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 taken"


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    handler = Inbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    smtp = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": port,
        "EMAIL_ADDRESS_URL": "smtp://test",
        "DEFAULT_FROM_EMAIL": "Minben <no-reply@minben.invalid>",
    }
    with override_settings(**smtp):
        yield handler
    controller.stop()


@pytest.mark.parametrize(
    ("language", "subject"),
    [("zh-hant", "已受理 1"), ("zh-hans", "已受理 1"), ("en", "Accepted 1")],
)
def test_a_real_mail_server_gets_the_mail_in_the_readers_language(inbox, language, subject):
    TemplateFactory(channel="mail")
    key = ask(channel="mail", to="ann@example.org", language=language, variables={"name": "王", "number": 1})
    assert deliver(now=NOON) == 1
    (mail,) = inbox.mails
    assert mail["Subject"] == subject
    assert mail["Message-ID"] == f"<{key}@minben.invalid>"
    assert mail["Content-Language"] == language
    assert inbox.recipients == ["ann@example.org"]
    assert Delivery.objects.get(message_id=key).receipt == f"<{key}@minben.invalid>"


def test_line_breaks_in_a_subject_make_no_header(inbox):
    TemplateFactory(channel="mail")
    ask(
        channel="mail",
        to="ann@example.org",
        variables={"name": "x", "number": "1\r\nBcc: eve@example.org\n\nboo"},
    )
    deliver(now=NOON)
    (mail,) = inbox.mails
    assert mail["Bcc"] is None
    assert mail["Subject"] == "已受理 1 Bcc: eve@example.org boo"
    assert inbox.recipients == ["ann@example.org"]


def test_a_mailbox_that_does_not_exist_is_given_up_and_its_address_kept_out_of_the_reason(inbox):
    waiting(MessageFactory(channel="mail", address="gone@example.org", subject="x"))
    deliver()
    given_up = Delivery.objects.get()
    assert (given_up.outcome, given_up.why) == ("given_up", "SMTPRecipientsRefused 550")
    assert "gone" not in given_up.why


@override_settings(EMAIL_ADDRESS_URL="smtp://x", EMAIL_HOST="127.0.0.1", EMAIL_PORT=9)
def test_a_mail_server_that_is_down_is_tried_later():
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend"):
        assert isinstance(adapter_for("mail"), MailAdapter)
        waiting(MessageFactory(channel="mail", address="ann@example.org", subject="x"))
        deliver()
    assert Delivery.objects.get().outcome == "failed"


def test_messages_to_an_erased_party_are_emptied_and_what_waits_does_not_go_out():
    TemplateFactory()
    party = parties.register_person(SYSTEM, name="王小明", phone="13800138000")
    done, waits = ask(party_id=party.id, to=None), ask(party_id=party.id, to=None, now=NIGHT)
    deliver(now=NOON)
    parties.erase_party(SYSTEM, party.id, "asked")
    assert not PracticeMessage.objects.exists()
    assert not OutboxEntry.objects.exists()
    assert set(Message.objects.values_list("id", "address", "body")) == {(done, "", ""), (waits, "", "")}
