"""Text literals: the escapes that FEEL knows, no format of any kind."""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.))")
_MEANT = {"n": "\n", "r": "\r", "t": "\t"}
_WRITTEN = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def unescaped(quoted: str) -> str:
    """The text of a literal in its quotes."""
    return _ESCAPE.sub(_one, quoted[1:-1])


def _one(found: re.Match[str]) -> str:
    code, sign = found.groups()
    return chr(int(code, 16)) if code else _MEANT.get(sign, sign)


def quoted(text: str) -> str:
    """``text`` as a literal that ``unescaped`` reads back."""
    return '"' + "".join(_WRITTEN.get(sign, sign) for sign in text) + '"'
