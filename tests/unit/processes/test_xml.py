"""What people upload as XML: read when it is harmless, refused in clear words otherwise."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from minben.foundation.records.errors import Invalid
from minben.processes.xml import LARGEST, safe_tree
from tests.english import english

LAUGHS = '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>'
__all__ = ["english"]

REFUSED = {
    "nothing": (b" \n", "empty"),
    "too large": (b"<a>" + b"x" * LARGEST + b"</a>", "kB"),
    "not closed": (b"<a><b></a>", "line 1"),
    "no XML": ("工單".encode(), "well-formed"),
    "an entity of the file system": (
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        "DOCTYPE",
    ),
    "many laughs": (LAUGHS.encode(), "DOCTYPE"),
    "an entity that nobody declared": (b"<a>&x;</a>", "well-formed"),
    "UTF-16, where a look for DOCTYPE sees nothing": (LAUGHS.encode("utf-16"), "UTF-8"),
    "UTF-7, likewise": (
        b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a+AD4-<a/>',
        "well-formed",
    ),
    "very deep": (b"<a>" * 5000 + b"</a>" * 5000, "well-formed"),
    "a null byte": (b"<a>\x00</a>", "well-formed"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_dangerous_or_broken_is_refused_with_the_reason(name: str) -> None:
    data, said = REFUSED[name]
    with pytest.raises(Invalid, match=said):
        safe_tree(data)


def test_a_drawn_file_is_read_without_its_comments() -> None:
    text = '\ufeff<?xml version="1.0" encoding="UTF-8"?><!-- dmn-js --><定義 名="派單"><a>一<!-- x -->二</a></定義>'
    root = safe_tree(text.encode())
    assert (root.tag, root.get("名"), root.findtext("a")) == ("定義", "派單", "一二")


@settings(deadline=None)
@given(
    st.binary(max_size=200)
    | st.text(max_size=100).map(lambda text: f"<a>{text}</a>".encode(errors="replace"))
)
@example(b"<a xmlns='&#0;'/>")
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        safe_tree(data)
    except Invalid as refused:
        assert str(refused)
