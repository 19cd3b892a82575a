"""Why a text could not be read, in words that help its author: what stands where, and what to write instead."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _
from lark import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from .errors import ExpressionError, Position

QUOTES = "“”„‟「」『』‘’'＇`"
_NAME_BEFORE = re.compile(r"([^\W\d]\w*)\s*\Z")


def refusal(text: str, unexpected: UnexpectedInput) -> ExpressionError:
    """The error for the place where the parser could not go on."""
    if isinstance(unexpected, UnexpectedCharacters):
        sign = text[unexpected.pos_in_stream or 0]
        return ExpressionError(_sign(sign), Position(unexpected.line, unexpected.column))
    if isinstance(unexpected, UnexpectedToken) and unexpected.token.type != "$END":
        return ExpressionError(
            _token(text, unexpected), Position(max(unexpected.line, 1), max(unexpected.column, 1))
        )
    return ExpressionError(_("The expression ends too early; something is missing."), _end(text))


def _end(text: str) -> Position:
    return Position(text.count("\n") + 1, len(text) - text.rfind("\n"))


def _sign(sign: str) -> str:
    if sign in QUOTES:
        return _('Text stands in straight quotation marks, like "abc", not %(sign)s.') % {"sign": sign}
    if sign == '"':
        return _("The text that begins here has no end, or an escape that is not known.")
    plain = unicodedata.normalize("NFKC", sign)
    if plain != sign and plain.isascii() and plain.isprintable():
        return _("“%(sign)s” is a full-width sign. Write “%(plain)s”.") % {"sign": sign, "plain": plain}
    shown = sign if sign.isprintable() else f"U+{ord(sign):04X}"
    return _("“%(sign)s” is no sign of an expression.") % {"sign": shown}


def _token(text: str, unexpected: UnexpectedToken) -> str:
    token = unexpected.token
    before = _NAME_BEFORE.search(text[: token.start_pos])
    if token.type == "_OPEN" and before:
        return _unknown_function(before[1])
    return _("“%(token)s” cannot stand here.") % {"token": str(token)[:40]}


def _unknown_function(name: str) -> str:
    if name == "matches":
        return _("“matches” is left out: patterns can run for ever. Use contains, starts with, ends with.")
    return _("There is no function “%(name)s”. The reference of expressions lists them all.") % {"name": name}
