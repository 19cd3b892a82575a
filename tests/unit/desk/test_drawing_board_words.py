"""The drawing board speaks the reader's language: whatever its scripts ask for has words."""

from __future__ import annotations

import re
from pathlib import Path

from minben.desk.presenters.drawing_words import words

SCRIPTS = Path("minben/desk/static/desk/board")
ASKED = re.compile(r"""\bt\("((?:[^"\\]|\\.)*)"\)""")


def test_every_text_of_the_scripts_is_known_to_the_server() -> None:
    asked = {
        text.replace('\\"', '"') for path in SCRIPTS.glob("*.js") for text in ASKED.findall(path.read_text())
    }
    assert len(asked) > 40
    assert asked - words().keys() == set()
