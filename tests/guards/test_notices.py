"""Every notice that code sends by name has a text that ships, on every channel and in three languages."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import minben
from minben.cases import notices as of_cases
from minben.channels import ways_in
from minben.channels.actions.load_templates import read_notices
from minben.channels.notices import CHANNELS, NOTICES, OF_CASES, VARIABLES
from minben.channels.rendering import VARIABLE, variables_of
from minben.channels.sampling import SHIPPED
from minben.channels.wording import LONGEST, group_name
from minben.foundation.options.models import OptionChange
from minben.foundation.records.translated import LANGUAGES
from minben.visits import notices as of_visits

ROOT = Path(minben.__file__).parent
TEXTS = {(name, channel): texts for name, channel, texts in read_notices(yaml.safe_load(SHIPPED.read_text()))}


def _sent() -> Iterator[tuple[str, str]]:
    """(file, name) of what is given to ``send`` of channels; a name that is no literal is told apart by its file."""
    for path in sorted(ROOT.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        if not any(_is_ours(path, node) and "send" in {n.name for n in node.names} for node in froms):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "send":
                name = node.args[1]
                yield (
                    str(path.relative_to(ROOT)),
                    ast.literal_eval(name) if isinstance(name, ast.Constant) else "",
                )


def _is_ours(path: Path, node: ast.ImportFrom) -> bool:
    own = node.level == 1 and node.module == "actions" and path.parent.name == "channels"
    return own or node.module == "minben.channels.actions"


VARYING = {
    "cases/actions/signing.py": {"sign_request", "sign_reminder"},
    "cases/notices.py": set(of_cases.TEMPLATES.values()),
    "channels/ways_in.py": {ways_in.NOTICE},
    "visits/notices.py": set(of_visits.NOTICES),
}
"""Files that take the name from a constant of their own."""


def test_every_notice_that_is_sent_is_known_and_every_known_one_is_sent() -> None:
    sent = set(_sent())
    assert {path for path, name in sent if not name} == set(VARYING)
    names = {name for _path, name in sent if name}.union(*VARYING.values())
    assert names == set(NOTICES)


def test_the_file_holds_every_notice_on_every_channel_and_no_other() -> None:
    assert set(TEXTS) == {(name, channel) for name in NOTICES for channel in CHANNELS}


@pytest.mark.parametrize(("name", "channel"), sorted(TEXTS), ids=lambda word: word)
def test_a_shipped_text_is_whole_in_three_languages(name: str, channel: str) -> None:
    texts, notice = TEXTS[name, channel], NOTICES[name]
    assert set(texts["body"]) == set(LANGUAGES)
    assert set(texts.get("subject", {})) == (set(LANGUAGES) if channel == "mail" else set())
    for body in texts["body"].values():
        assert set(notice.needed) <= variables_of(body) <= set(notice.variables)
        assert not set("{}") & set(VARIABLE.sub("", body))
        assert len(body) <= LONGEST[channel]
    for subject in texts.get("subject", {}).values():
        assert variables_of(subject) <= set(notice.variables)
        assert "\n" not in subject


@pytest.mark.parametrize("city", ["岫", "Xiuyun", "0999", "12345", "練習", "practice"])
def test_a_shipped_text_names_no_city(city: str) -> None:
    assert city not in SHIPPED.read_text(encoding="utf-8")


def test_a_notice_promises_only_what_its_sender_fills_in() -> None:
    assert f'"{ways_in.NOTICE}"' in inspect.getsource(ways_in)
    filled = inspect.getsource(of_cases.variables)
    assert set(OF_CASES) == {name for name in VARIABLES if f'"{name}":' in filled}
    assert {"text", "city"} == set(NOTICES["way_in_changed"].variables)
    assert {"code", "city"} == set(NOTICES["code"].variables)


def test_the_settings_of_a_notice_have_a_name_that_fits() -> None:
    most = OptionChange._meta.get_field("group").max_length
    assert max(len(group_name(name)) for name in NOTICES) <= (most or 0)
