"""The texts of notices on the desk: looked at, changed, refused, gone back from, and what is sent then."""

from __future__ import annotations

from typing import Any

import pytest

from minben.agencies import configuration
from minben.channels import wording
from minben.channels.actions import add_shipped, send
from minben.channels.models import Message, MessageTemplate
from minben.channels.notices import NOTICES
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine
from minben.foundation.options import held
from minben.foundation.options.models import OptionChange
from tests.factories.desk import Desk, sit_down
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db
CODE = "/desk/settings/notices/code"
TYPED = {
    "sms_zh_hant": "【明河】驗證碼{code}",
    "sms_zh_hans": "",
    "sms_en": "Code {code}",
    "mail_subject_en": "Code",
    "mail_en": "Your code:\r\n\r\n{code}",
    "seen": "0",
    "reason": "簡短些",
}


@pytest.fixture
def town() -> Town:
    return make_town()


@pytest.fixture
def desk(town: Town) -> Desk:
    add_shipped(SYSTEM)
    wording.forget()
    return sit_down(town.water, Role.SYSTEM)


def _text(desk: Desk, path: str) -> str:
    held.forget()
    return str(desk.client.get(path).content.decode())


def _sent(language: str, to: str = "+8613800138000") -> str:
    held.forget()
    key = send(
        SYSTEM, "code", kind="code", to=to, language=language, variables={"code": "123456", "city": "明河"}
    )
    return Message.objects.get(id=key).body


def test_the_list_shows_every_notice_on_both_channels(desk: Desk) -> None:
    page = _text(desk, "/desk/settings/notices")
    assert all(f"/desk/settings/notices/{name}" in page for name in NOTICES)
    assert "No text: it is not sent" not in page
    MessageTemplate.objects.filter(name="code", channel="sms").delete()
    wording.forget()
    assert "No text: it is not sent" in _text(desk, "/desk/settings/notices")


def test_a_changed_text_is_sent_and_the_old_one_comes_back(desk: Desk) -> None:
    shipped = _sent("en")
    assert "[明河]" in shipped
    assert desk.client.post(CODE, TYPED).status_code == 302
    assert _sent("en") == "Code 123456"
    assert _sent("zh-hans") == "【明河】验证码123456"
    assert _sent("en", to="li@example.org") == "Your code:\n\n123456"
    page = _text(desk, CODE)
    assert "簡短些" in page
    assert desk.staff.name in page
    assert AuditLine.objects.filter(action="settings.notice_code.changed").count() == 1
    assert "Changed here" in _text(desk, "/desk/settings/notices")
    assert f"1 of {len(NOTICES)} changed here" in _text(desk, "/desk/settings")
    _keep_as_shown(desk, f"{CODE}?as=0")
    assert _sent("en") == shipped
    assert OptionChange.objects.filter(group="notice_code").count() == 2


def _keep_as_shown(desk: Desk, path: str) -> None:
    held.forget()
    form = desk.client.get(path).context["form"]
    typed = {name: "" if (value := form[name].value()) is None else value for name in form.fields}
    assert desk.client.post(CODE, typed).status_code == 302


def test_what_is_shown_can_be_kept_and_changes_nothing(desk: Desk) -> None:
    _keep_as_shown(desk, CODE)
    assert not OptionChange.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"sms_en": "{code} {number}"}, "sms_en", "Nothing is filled in for {number} here."),
        ({"sms_en": "Your code"}, "sms_en", "{code} must not be left out of this text."),
        ({"mail_zh_hant": "您好 {city}"}, "mail_zh_hant", "{code} must not be left out of this text."),
        ({"mail_subject_en": "{Code}"}, "mail_subject_en", "Braces stand around the name of a mark only"),
        ({"sms_en": "{code} { city }"}, "sms_en", "Braces stand around the name of a mark only"),
        ({"sms_en": "{code}" + "x" * 500}, "sms_en", "at most 500"),
    ],
)
@pytest.mark.parametrize("press", [{}, {"preview": "1"}])
def test_what_does_not_fit_is_told_at_its_field(
    desk: Desk, typed: dict[str, str], field: str, says: str, press: dict[str, str]
) -> None:
    answer = desk.client.post(CODE, TYPED | typed | press)
    assert answer.status_code == (200 if press else 422)
    page = answer.content.decode()
    assert says in page
    assert f'id="id_{field}_error"' in page
    assert f'href="#id_{field}"' in page
    assert not OptionChange.objects.exists()


def test_all_languages_empty_is_refused(desk: Desk) -> None:
    nothing = {"sms_zh_hant": "", "sms_en": ""}
    answer = desk.client.post(CODE, TYPED | nothing)
    assert answer.status_code == 422
    assert "Fill in: SMS" in answer.content.decode()


def test_the_preview_fills_in_and_counts_what_is_typed_and_keeps_nothing(desk: Desk) -> None:
    page = desk.client.post(CODE, TYPED | {"preview": "1"}).content.decode()
    assert "【明河】驗證碼482190" in page
    assert "converted from the other script" in page
    assert "13 characters, 1 SMS" in page
    assert not OptionChange.objects.exists()


def test_the_other_script_is_a_first_draft_in_the_form(desk: Desk) -> None:
    answer = desk.client.post(CODE, TYPED | {"convert": "1"})
    assert answer.context["form"]["sms_zh_hans"].value() == "【明河】验证码{code}"
    assert answer.context["form"]["sms_en"].value() == "Code {code}"
    assert not OptionChange.objects.exists()


def test_a_text_that_somebody_overtook_is_refused(desk: Desk) -> None:
    desk.client.post(CODE, TYPED)
    held.forget()
    answer = desk.client.post(CODE, TYPED | {"sms_en": "Other {code}"})
    assert answer.status_code == 422
    assert "Somebody changed these settings meanwhile" in answer.content.decode()


def test_there_is_no_other_notice(desk: Desk) -> None:
    assert desk.client.get("/desk/settings/notices/nothing").status_code == 404


@pytest.mark.parametrize("role", [Role.SECURITY, Role.AUDIT, Role.EDITOR, Role.PLANNER])
@pytest.mark.parametrize("path", ["/desk/settings/notices", CODE])
def test_others_are_kept_out(town: Town, role: Role, path: str) -> None:
    assert sit_down(town.water, role).client.get(path).status_code == 403


def test_texts_go_out_with_the_configuration_and_come_in_by_the_same_rules(desk: Desk, town: Town) -> None:
    desk.client.post(CODE, TYPED)
    held.forget()
    file = configuration.write(town.jurisdiction)
    assert "notice_code" in file
    assert not configuration.plan(configuration.read(file), town.jurisdiction)
    changed = file.replace("Code {code}", "Now {code}")
    configuration.apply(SYSTEM, configuration.plan(configuration.read(changed), town.jurisdiction))
    assert _sent("en") == "Now 123456"


def test_a_file_with_a_wrong_mark_is_refused_with_its_line(desk: Desk, town: Town) -> None:
    desk.client.post(CODE, TYPED)
    held.forget()
    file = configuration.write(town.jurisdiction).replace("Code {code}", "Code {name}")
    with pytest.raises(Exception, match=r"sms\.en.*\{name\}"):
        configuration.plan(configuration.read(file), town.jurisdiction)


def test_shipped_texts_are_added_where_they_are_missing_and_nothing_is_overwritten(town: Town) -> None:
    MessageTemplate.objects.all().delete()
    own: dict[str, Any] = {"body": {"zh-hant": "自己的 {code}"}, "subject": {}}
    MessageTemplate.objects.create(name="code", channel="sms", **own)
    assert add_shipped(SYSTEM) == len(NOTICES) * 2 - 1
    assert add_shipped(SYSTEM) == 0
    assert MessageTemplate.objects.get(name="code", channel="sms").body == own["body"]
