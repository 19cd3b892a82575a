"""How many SMS a text is: 160 or 70 letters alone, 153 or 67 a part."""

from __future__ import annotations

import pytest

from minben.channels.sampling import length_of


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("[" * 80, 1),
        ("[" * 81, 2),
        ("碼" * 70, 1),
        ("碼" * 71, 2),
        ("碼" * 134, 2),
        ("碼" * 135, 3),
        ("a" * 69 + "碼", 1),
        ("a" * 70 + "碼", 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_parts(text: str, parts: int) -> None:
    assert length_of(text).parts == parts


def test_characters_are_those_that_people_count() -> None:
    assert length_of("[1]😀").characters == 4
