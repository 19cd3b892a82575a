"""Tokens in addresses: what cannot be one is a page that does not exist, before any database is asked."""

from __future__ import annotations


class TokenConverter:
    """URL-safe characters only, as ``cases.intake.numbers.new_token`` makes them."""

    regex = "[A-Za-z0-9_-]{8,32}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
