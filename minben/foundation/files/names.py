"""A sender's file name made harmless, and still readable."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120
_DIRECTIONS = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_RESERVED = re.compile(r'[<>:"|?*;%\\/]')


def clean_name(name: str, extension: str) -> str:
    """The last part of ``name`` without control characters, direction marks and signs of paths, ending in the
    extension of what the file *is*: ``invoice‮fdp.exe`` cannot pretend. Empty names become "file".
    """
    last = re.split(r"[/\\]", name)[-1]
    plain = _DIRECTIONS.sub("", unicodedata.normalize("NFC", last))
    plain = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in plain)
    stem = _RESERVED.sub("_", re.sub(r"\.[A-Za-z0-9]{1,5}$", "", plain.strip()))
    stem = re.sub(r"\s+", " ", stem).strip(" .")[:LONGEST].strip(" .")
    return f"{stem or 'file'}.{extension}"
