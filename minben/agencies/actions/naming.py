"""Names in several languages, and what they are sorted by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from minben.foundation.textsearch import pinyin_key

Texts = Mapping[str, Any]


def sort_key(name: Texts) -> str:
    """Pinyin of the Chinese name, else the English one."""
    text = name.get("zh-hant") or name.get("zh-hans") or name.get("en") or ""
    return pinyin_key(str(text))[:200]
