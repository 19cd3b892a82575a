"""How Chinese sounds, for sorting and for finding a name by pinyin."""

from __future__ import annotations

from pypinyin import Style, lazy_pinyin

from .folding import fold

# Family names that sound otherwise than the character does in other words.
_FAMILY_NAMES = {
    "欧阳": "ou yang", "尉迟": "yu chi", "万俟": "mo qi", "长孙": "zhang sun", "单于": "chan yu",
    "澹台": "tan tai", "曾": "zeng", "单": "shan", "解": "xie", "查": "zha", "任": "ren", "仇": "qiu",
    "区": "ou", "朴": "piao", "翟": "zhai", "盖": "ge", "乐": "yue", "覃": "qin", "秘": "bi", "华": "hua",
    "缪": "miao", "尹": "yin", "薄": "bo", "折": "she", "黑": "he", "员": "yun", "召": "shao", "繁": "po",
}  # fmt: skip


def pinyin_key(text: str, *, name: bool = False) -> str:
    """Syllables without tones, apart by spaces: 王小明 → "wang xiao ming". Sorts and searches.

    With ``name`` the family name is read as a family name (曾 zeng, 單 shan).
    """
    family, rest = _family(fold(text)) if name else ("", fold(text))
    given = " ".join(lazy_pinyin(rest, style=Style.NORMAL, errors=_as_they_are))
    return " ".join(f"{family} {given}".split())


def pinyin_initials(text: str, *, name: bool = False) -> str:
    """First letters: 王小明 → "wxm"."""
    return "".join(syllable[0] for syllable in pinyin_key(text, name=name).split())


def _family(folded: str) -> tuple[str, str]:
    for size in (2, 1):
        sound = _FAMILY_NAMES.get(folded[:size])
        if sound and len(folded) > size:
            return sound, folded[size:]
    return "", folded


def _as_they_are(other: str) -> str:
    return f" {other} "
