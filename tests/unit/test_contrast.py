"""Every pair of colours that meets on screen is readable: WCAG AA, and 7:1 in high contrast (DESIGN §10)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import minben

TOKENS = Path(minben.__file__).parent / "config/static/minben/css/tokens.css"

TEXT_PAIRS = [
    *(
        (text, ground)
        for text in ("ink", "quiet", "act", "act-deep", "late")
        for ground in ("paper", "wash", "act-wash")
    ),
    ("done", "paper"),
    ("done", "done-wash"),
    ("risk", "paper"),
    ("risk", "risk-wash"),
    ("late", "late-wash"),
    *(("ink", f"{tone}-wash") for tone in ("done", "risk", "late")),
    *(("quiet", f"{tone}-wash") for tone in ("done", "risk", "late")),
    ("on-act", "act"),
    ("on-act", "act-deep"),
    ("on-focus", "focus"),
    ("paper", "late"),
    ("paper", "done"),
]
EDGE_PAIRS = [("edge", "paper"), ("edge", "wash"), ("act", "paper"), ("late", "paper"), ("ink", "focus")]


def _tokens(selector: str) -> dict[str, str]:
    css = TOKENS.read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for block in re.findall(rf"^{re.escape(selector)} \{{(.*?)^\}}", css, re.S | re.M):
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
    return found


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


ORDINARY = _tokens(":root")
HIGH = ORDINARY | _tokens("html.high-contrast")


@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_is_readable_on_its_ground(text: str, ground: str) -> None:
    assert _contrast(ORDINARY[text], ORDINARY[ground]) >= 4.5


@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_is_seven_to_one_in_high_contrast(text: str, ground: str) -> None:
    assert _contrast(HIGH[text], HIGH[ground]) >= 7


@pytest.mark.parametrize(("edge", "ground"), EDGE_PAIRS)
def test_edges_and_focus_are_seen(edge: str, ground: str) -> None:
    assert _contrast(ORDINARY[edge], ORDINARY[ground]) >= 3
    assert _contrast(HIGH[edge], HIGH[ground]) >= 3


def test_the_colours_are_those_of_the_design() -> None:
    named = {"paper": "#ffffff", "wash": "#f6f5f1", "line": "#d9d6ce", "quiet": "#57564f", "ink": "#1b1b1a"}
    named |= {"act": "#1f4e79", "done": "#1d6b43", "risk": "#8a5a00", "late": "#b3261e", "focus": "#ffb81c"}
    assert {name: ORDINARY[name] for name in named} == named
