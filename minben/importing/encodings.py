"""Which encoding a file is written in: told by its mark, else UTF-8 if it is, else the likelier Chinese one."""

from __future__ import annotations

import codecs

from django.utils.translation import gettext as _

from minben.foundation.records.errors import Invalid

COMMON = frozenset(
    "的一是在不了有和人這这中大為为上個个國国我以要他時时來来用們们生到作地於于出就分對对成會会可主發发年動动同工也"
    "能下過过子說说產产種种面而方後后多定行學学法所民得經经十三之進进著着等部度家電电力裡里如水化高自二理起"
    "請请問问市區区府政局處处服務务辦办申請站路公安街號号月日時"
)
"""Characters that any official text is full of, in both scripts."""
_CHINESE = {"zh-hant": ("big5", "gb18030"), "zh-hans": ("gb18030", "big5"), "en": ("gb18030", "big5")}


def detect(start: bytes, language: str) -> str:
    """The encoding of a text that begins so. Raises Invalid when it is none of ours."""
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if _decoded(start, "utf-8") is not None or _mostly_utf8(start):
        return "utf-8"
    scores = {name: _score(start, name) for name in _CHINESE.get(language, _CHINESE["en"])}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] > 0:
        return best
    raise Invalid(_("The encoding of the file is not known. Say it with --encoding: utf-8, gb18030 or big5."))


def _decoded(start: bytes, name: str) -> str | None:
    """The text, or None. A character cut in two at the very end is no fault."""
    try:
        return codecs.getincrementaldecoder(name)("strict").decode(start)
    except UnicodeDecodeError:
        return None


def _score(start: bytes, name: str) -> float:
    text = _decoded(start, name)
    letters = [c for c in text or "" if ord(c) > 127]
    return sum(c in COMMON for c in letters) / len(letters) if letters else 0.0


def _mostly_utf8(start: bytes) -> bool:
    """A few wrong bytes in a file that is UTF-8 else: their rows are refused, not the file."""
    text = start.decode("utf-8", errors="replace")
    return text.count("\ufffd") * 4 < sum(ord(c) > 127 for c in text)


def known(name: str) -> str:
    """The encoding as Python names it, or "". Raises Invalid for one that does not exist."""
    if not name:
        return ""
    try:
        return codecs.lookup(name).name
    except LookupError as error:
        raise Invalid(
            _("There is no encoding “%(name)s”. Write utf-8, gb18030 or big5.") % {"name": name}
        ) from error
