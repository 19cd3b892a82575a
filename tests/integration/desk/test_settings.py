"""The screens of settings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from minben.agencies.queries import forget_names, place_name
from minben.cases.models import Interaction
from minben.foundation.access.roles import Role
from minben.foundation.files.actions import store
from minben.foundation.options import held
from minben.foundation.options.models import OptionChange
from minben.foundation.records.errors import Invalid
from minben.foundation.records.partitions import ensure_partitions, partitions_of
from tests.factories import cases
from tests.factories.desk import Desk, sit_down
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
NUMBERS = {"prefix": "tn", "year": "minguo", "digits": "6", "seen": "0", "reason": "市政會議"}
MONTHS = {"interaction": "180", "message": "180", "delivery": "180", "eventrow": "24", "seen": "0"}


@pytest.fixture
def town() -> Town:
    return make_town()


@pytest.fixture
def desk(town: Town) -> Desk:
    return sit_down(town.water, Role.SYSTEM)


def _text(desk: Desk, path: str) -> str:
    held.forget()
    return str(desk.client.get(path).content.decode())


def test_a_change_is_kept_told_and_gone_back_from(desk: Desk) -> None:
    assert desk.client.post("/desk/settings/numbers", NUMBERS).status_code == 302
    page = _text(desk, "/desk/settings/numbers")
    assert "市政會議" in page
    assert desk.staff.name in page
    assert "Minguo, like 115" in page
    earlier = _text(desk, "/desk/settings/numbers?as=0")
    assert 'value="MB"' in earlier
    assert "Back to version 0" in earlier
    back = {"prefix": "MB", "year": "western", "digits": "9", "seen": "1", "reason": "Back to version 0"}
    assert desk.client.post("/desk/settings/numbers", back).status_code == 302
    assert OptionChange.objects.filter(group="numbers").count() == 2


def test_the_overview_says_what_holds_and_who_changed_it(desk: Desk) -> None:
    assert "As it came" in _text(desk, "/desk/settings")
    desk.client.post("/desk/settings/numbers", NUMBERS)
    page = _text(desk, "/desk/settings")
    assert f"Changed by {desk.staff.name}" in page
    assert "TN" in page


def test_a_wrong_value_is_told_at_its_field_and_what_was_typed_stays(desk: Desk) -> None:
    answer = desk.client.post("/desk/settings/numbers", NUMBERS | {"prefix": "T1"})
    assert answer.status_code == 422
    assert "Write capital letters A to Z only." in answer.content.decode()
    assert 'value="T1"' in answer.content.decode()


def test_a_form_that_somebody_overtook_is_refused(desk: Desk) -> None:
    desk.client.post("/desk/settings/numbers", NUMBERS)
    held.forget()
    answer = desk.client.post("/desk/settings/numbers", NUMBERS | {"digits": "7"})
    assert answer.status_code == 422
    assert "Somebody changed these settings meanwhile" in answer.content.decode()


def test_the_preview_follows_the_form(desk: Desk) -> None:
    query = "?prefix=tn&year=minguo&digits=6&seen=0"
    assert "TN-1" in _text(desk, f"/desk/settings/numbers/next{query}")
    assert "Fill in the form" in _text(
        desk, "/desk/settings/numbers/next?prefix=T1&year=minguo&digits=6&seen=0"
    )
    assert "Fill in the form" in _text(desk, "/desk/settings/numbers/next")


def test_what_would_be_lost_is_asked_about_once_more(desk: Desk) -> None:
    table = Interaction._meta.db_table
    ensure_partitions(dt.date(2021, 1, 1), dt.date(2021, 12, 1), tables=[table])
    assert f"{table}_2021" in partitions_of(table)
    short = MONTHS | {"interaction": "24"}
    asked = desk.client.post("/desk/settings/retention", short)
    assert asked.status_code == 422
    assert "Contacts 2021" in asked.content.decode()
    assert not OptionChange.objects.exists()
    assert desk.client.post("/desk/settings/retention", short | {"sure": "on"}).status_code == 302
    assert OptionChange.objects.get().values["interaction"] == 24


def test_months_below_the_least_are_refused_at_their_field(desk: Desk) -> None:
    answer = desk.client.post("/desk/settings/retention", MONTHS | {"message": "6"})
    assert answer.status_code == 422
    assert not OptionChange.objects.exists()


@pytest.mark.parametrize("role", [Role.SECURITY, Role.AUDIT, Role.SUPERVISOR, Role.EDITOR])
@pytest.mark.parametrize(
    "path",
    [
        "settings",
        "settings/numbers",
        "settings/retention",
        "settings/storage",
        "settings/site",
        "settings/sessions",
    ],
)
def test_the_other_administrators_are_kept_out(role: Role, path: str) -> None:
    other = sit_down(make_town().water, role)
    assert other.client.get(f"/desk/{path}").status_code == 403
    assert '"/desk/settings' not in other.client.get("/desk/").content.decode()


@pytest.mark.parametrize("name", ["storage", "site", "mail", "sessions"])
def test_every_group_has_a_page_that_keeps_what_it_shows(desk: Desk, name: str) -> None:
    page = _text(desk, f"/desk/settings/{name}")
    assert 'name="seen"' in page
    assert "Nothing was changed yet" in page


def test_files_are_taken_as_large_and_of_the_kinds_that_were_chosen(desk: Desk) -> None:
    picture = SimpleUploadedFile("a.png", PNG + bytes(2_000_000))
    assert store(desk.actor, picture).kind == "image/png"
    asked = {"largest": "1", "daily": "100", "kinds": ["pdf", "png"], "seen": "0"}
    assert desk.client.post("/desk/settings/storage", asked).status_code == 302
    held.forget()
    with pytest.raises(Invalid, match="larger than"):
        store(desk.actor, SimpleUploadedFile("a.png", PNG + bytes(2_000_000)))
    with pytest.raises(Invalid, match="PDF, PNG"):
        store(desk.actor, SimpleUploadedFile("a.txt", b"some words"))


def test_the_page_of_files_says_where_they_lie_and_what_is_free(desk: Desk, settings: Any) -> None:
    page = _text(desk, "/desk/settings/storage")
    assert str(settings.MEDIA_ROOT) in page
    assert "MINBEN_DATA_DIR" in page
    assert "Not known for this storage" not in page


def test_texts_of_the_site_are_shown_to_the_public(desk: Desk) -> None:
    plain = Client().get("/en/").content.decode()
    assert "12345" in plain
    assert "Day and night. A person answers." in plain
    texts = {"hotline": "06 299 1111", "hours_en": "Until six.", "hours_zh_hant": "到六點。", "seen": "0"}
    notice = {"notice_zh_hant": "颱風假 <b>停班</b>", "contact_en": "Post box 1"}
    assert desk.client.post("/desk/settings/site", texts | notice).status_code == 302
    held.forget()
    home = Client().get("/").content.decode()
    assert "tel:062991111" in home
    assert "颱風假 &lt;b&gt;停班&lt;/b&gt;" in home
    assert "Until six." in Client().get("/en/").content.decode()
    assert "Post box 1" in Client().get("/en/contact/").content.decode()


def test_the_name_of_the_place_is_written_in_the_languages_that_lack_it(town: Town, desk: Desk) -> None:
    town.jurisdiction.name = {"zh-hant": "明河市"}
    town.jurisdiction.save()
    forget_names()
    assert "Minghe" not in Client().get("/en/").content.decode()
    texts = {"hotline": "12345", "hours_en": "Until six.", "city_en": "Minghe", "seen": "0"}
    assert desk.client.post("/desk/settings/site", texts).status_code == 302
    held.forget()
    assert "Minghe" in Client().get("/en/").content.decode()
    assert "明河市" in Client().get("/").content.decode()
    assert place_name(town.jurisdiction, "en") == "Minghe"
    assert place_name(town.jurisdiction, "zh-hans") == "明河市"


@pytest.mark.parametrize(
    ("path", "asked", "says"),
    [
        ("site", {"hotline": "call us", "hours_en": "x"}, "Write a telephone number"),
        ("site", {"hotline": "12345"}, "When it answers"),
        ("storage", {"largest": "51", "daily": "100", "kinds": ["pdf"]}, "Largest file: between 1 and 50."),
        ("storage", {"largest": "10", "daily": "100"}, "Choose: Kinds that are taken"),
        (
            "storage",
            {"largest": "10", "daily": "100", "kinds": ["exe"]},
            "exe is not one of the available choices",
        ),
    ],
)
def test_other_groups_tell_what_does_not_fit_too(
    desk: Desk, path: str, asked: dict[str, Any], says: str
) -> None:
    answer = desk.client.post(f"/desk/settings/{path}", asked | {"seen": "0"})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not OptionChange.objects.exists()


def test_a_needed_text_is_asked_for_in_one_language_and_missed_at_its_first_field(desk: Desk) -> None:
    page = _text(desk, "/desk/settings/site")
    hours, notice = _label(page, "hours_en"), _label(page, "notice_en")
    assert "(optional)" not in hours
    assert "(optional)" in notice
    assert "At least one; the other script is converted." in page
    answer = desk.client.post("/desk/settings/site", {"hotline": "12345", "seen": "0"}).content.decode()
    assert 'id="id_hours_zh_hant_error"' in answer
    assert 'href="#id_hours_zh_hant"' in answer


def _label(page: str, name: str) -> str:
    return page.split(f'for="id_{name}"')[1].split("</label>")[0]


def test_all_that_is_wrong_is_told_at_once(desk: Desk) -> None:
    answer = desk.client.post(
        "/desk/settings/storage", {"largest": "99", "daily": "100", "seen": "0"}
    ).content.decode()
    assert "Largest file: between 1 and 50." in answer
    assert "Choose: Kinds that are taken" in answer


def test_the_history_tells_a_text_in_the_language_in_which_it_was_changed(desk: Desk) -> None:
    hours = {"hours_en": "Day and night. A person answers.", "hours_zh_hant": "到六點。"}
    assert (
        desk.client.post("/desk/settings/site", hours | {"hotline": "12345", "seen": "0"}).status_code == 302
    )
    page = _text(desk, "/desk/settings/site")
    assert "When it answers (繁體中文)" in page
    assert "<ins>到六點。</ins>" in page
    assert "<del>Day and night. A person answers.</del>" not in page


def test_the_hint_at_a_choice_of_files_follows_the_setting(town: Town, desk: Desk) -> None:
    public, clerk = _choices_of_files(town)
    plain = public()
    assert "Photos, PDF, office documents, recordings, films; at most 10 MB each." in plain
    assert ".jpg,.jpeg," in plain
    chosen = {"largest": "25", "daily": "100", "kinds": ["pdf", "png", "docx", "mp4"], "seen": "0"}
    assert desk.client.post("/desk/settings/storage", chosen).status_code == 302
    held.forget()
    for page in (public(), clerk()):
        assert "PNG, PDF, DOCX, films; at most 25 MB each." in page
        assert 'accept=".pdf,.png,.docx,.mp4"' in page
    assert "at most 25 MB each." in Client().get("/api/v1/docs").content.decode()


def _choices_of_files(town: Town) -> list[Callable[[], str]]:
    """The page on which the public attaches, and that of an officer."""
    browser = Client(headers={"accept-language": "en"})
    begun = browser.post("/en/ask/", {"kind": "complaint"})["Location"]
    officer = sit_down(town.water, Role.OFFICER)
    case = cases.dispatched(town)
    ask, attach = begun.replace("/subject/", "/details/"), f"/desk/cases/{case.id}/do/attach"
    return [lambda: str(browser.get(ask).content.decode()), lambda: _text(officer, attach)]
