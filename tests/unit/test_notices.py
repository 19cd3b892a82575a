"""All notices that ship: every text can be filled in every language with the variables the file promises."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import minben
from minben.channels.actions.load_templates import read_notices
from minben.channels.adapters import channels
from minben.channels.models import MessageTemplate
from minben.channels.rendering import render, variables_of

FILE = Path(minben.__file__).parent / "demo" / "catalogue" / "notices.yaml"
PROMISED = {"number", "code", "link", "title", "department", "due", "text", "city"}
NOTICES = list(read_notices(yaml.safe_load(FILE.read_text(encoding="utf-8"))))


@pytest.mark.parametrize(("name", "channel", "texts"), NOTICES, ids=[f"{n[0]}-{n[1]}" for n in NOTICES])
def test_a_notice_fills_in_every_language_and_leaves_no_brace(name, channel, texts):
    assert channel in channels()
    template = MessageTemplate(
        name=name, channel=channel, subject=texts.get("subject") or {}, body=texts["body"]
    )
    values = {variable: f"<{variable}>" for variable in PROMISED}
    for language in ("zh-hant", "zh-hans", "en"):
        subject, body, used = render(template, language, values)
        assert used == language
        assert "{" not in subject + body
        assert bool(subject) == (channel == "mail")
        assert variables_of(texts["body"][language]) == variables_of(texts["body"]["zh-hant"])


def test_there_are_notices():
    assert len(NOTICES) >= 5
