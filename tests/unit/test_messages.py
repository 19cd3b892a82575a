"""The translation tool, on a small package made for each test."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from minben.config import messages
from minben.config.messages import HANS, HANT, Room

TEMPLATE = """<p>It's "quoted"</p>
    {% translate "Save 5%" %} {% translate "May" context "month" %}
  {% blocktranslate count n=n trimmed %}
      {{ n }} case
  {% plural %}
      {{ n }} cases
  {% endblocktranslate %}
<c-button title="{% translate 'Send' %}" />{{ _("Back") }}"""
PYTHON = """from django.utils.translation import gettext_lazy as _
BAD = _("Name %(name)s is missing.")
"""
ENGLISH = {"Save 5%%", "May", "%(n)s case", "Send", "Back", "Name %(name)s is missing."}


_rooms = messages.rooms


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    folder = tmp_path / "shop"
    (folder / "templates").mkdir(parents=True)
    (folder / "apps.py").write_text("")
    (folder / "views.py").write_text(PYTHON)
    (folder / "templates" / "page.html").write_text(TEMPLATE)
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.py").write_text('NAME = _("City")\n')
    (tmp_path / "api").mkdir()
    (tmp_path / "api" / "views.py").write_text('NAME = _("Machine")\n')
    monkeypatch.setattr(messages, "rooms", lambda: _rooms(tmp_path))
    return next(r for r in _rooms(tmp_path) if r.name == "shop")


def translate(room: Room, english: str, chinese: str) -> None:
    path = room.po(HANT)
    text = path.read_text()
    path.write_text(text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{chinese}"'))


def chinese(room: Room, language: str) -> dict[str, str]:
    return {
        messages._key(m)[1]: messages._text(m) for m in messages._messages(messages._read(room.po(language)))
    }


def test_texts_are_found_in_python_and_in_templates(room: Room) -> None:
    assert {messages._key(m)[1] for m in messages._messages(messages.extracted(room))} == ENGLISH


def test_texts_outside_of_any_app_belong_to_config(room: Room) -> None:
    config = next(r for r in messages.rooms() if r.name == "config")
    assert {messages._key(m)[1] for m in messages._messages(messages.extracted(config))} == {
        "City",
        "Machine",
    }


def test_an_update_keeps_translations_and_converts_them(room: Room) -> None:
    messages.update([room])
    translate(room, "Send", "送出資訊")
    messages.update([room])
    assert chinese(room, HANT)["Send"] == "送出資訊"
    assert chinese(room, HANS)["Send"] == "送出信息"


def test_a_text_marked_written_is_not_converted_again(room: Room) -> None:
    messages.update([room])
    translate(room, "Send", "送出")
    messages.update([room])
    path = room.po(HANS)
    path.write_text(
        path.read_text().replace('msgid "Send"\nmsgstr "送出"', '# written\nmsgid "Send"\nmsgstr "发送"')
    )
    messages.update([room])
    assert chinese(room, HANS)["Send"] == "发送"


def test_obsolete_texts_are_dropped(room: Room) -> None:
    messages.update([room])
    (room.folder / "views.py").write_text("")
    messages.update([room])
    assert set(chinese(room, HANT)) == ENGLISH - {"Name %(name)s is missing."}


def test_a_second_update_changes_nothing(room: Room) -> None:
    messages.update([room])
    first = room.po(HANT).read_text(), room.po(HANS).read_text()
    messages.update([room])
    assert (room.po(HANT).read_text(), room.po(HANS).read_text()) == first


def test_the_check_names_what_is_missing_and_what_is_outdated(room: Room) -> None:
    assert "shop: no zh_Hant for 'Send'" in messages.problems([room])
    assert "shop: zh_Hant is outdated; run python -m minben.config.messages" in messages.problems([room])
    messages.update([room])
    for english in ENGLISH:
        translate(room, english, f"譯 {english}")
    path = room.po(HANT)
    path.write_text(path.read_text().replace('msgstr[0] ""', 'msgstr[0] "%(n)s 件"'))
    messages.update([room])
    assert messages.problems([room]) == []


def test_the_check_refuses_a_placeholder_that_the_english_text_does_not_give(room: Room) -> None:
    messages.update([room])
    translate(room, "Name %(name)s is missing.", "缺少%(nmae)s。")
    found = [p for p in messages.problems([room]) if "placeholders" in p]
    assert found[0] == "shop: zh_Hant of 'Name %(name)s is missing.' has other placeholders"


def test_compiled_files_are_readable_by_gettext(room: Room) -> None:
    messages.update([room])
    translate(room, "Send", "送出")
    messages.update([room])
    with room.po(HANT).with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Send") == "送出"


def test_a_text_known_in_one_room_is_known_in_the_next(room: Room) -> None:
    messages.update([room])
    translate(room, "Send", "送出")
    (room.folder.parent / "api" / "views.py").write_text('NAME = _("Send")\n')
    config = next(r for r in messages.rooms() if r.name == "config")
    messages.update([config])
    assert chinese(config, HANT)["Send"] == "送出"
