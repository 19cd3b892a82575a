"""What people read on the public site says it in their words, not in those of the trade."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils.translation import override

import minben.portal
from minben.cases.models import Status
from minben.cases.reading import timeline

TRADE = ("工單", "派單", "退單", "簽收", "掛起", "督辦", "工单", "派单", "退单", "签收", "挂起", "督办")
INTERNAL = {"assign", "return", "transfer", "supervise", "send_back", "archive"}
"""Steps that only staff read of: their action writes them with ``public=False``."""
LOCALES = Path(minben.portal.__file__).parent / "locale"
ALLOWED = {
    "A confidential request: the department sees no name. Only the data-protection officer or a supervisor may open it, with a reason that is kept.",
}
"""Names whom the law gives a role, by its name."""


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans"])
def test_states_and_steps_are_told_without_words_of_the_trade(language: str) -> None:
    with override(language):
        states = [str(timeline.public_status(status)) for status in Status]
        steps = [
            str(timeline.TOLD.get(name, text))
            for name, text in timeline.SENTENCES.items()
            if name not in INTERNAL
        ]
    assert not [text for text in [*states, *steps] if any(word in text for word in TRADE)]


@pytest.mark.parametrize("script", ["zh_Hant", "zh_Hans"])
def test_pages_of_the_public_site_use_no_words_of_the_trade(script: str) -> None:
    with (LOCALES / script / "LC_MESSAGES" / "django.po").open("rb") as file:
        said = [(message.id, str(message.string)) for message in read_po(file) if message.id]
    assert not [text for key, text in said if key not in ALLOWED and any(word in text for word in TRADE)]
