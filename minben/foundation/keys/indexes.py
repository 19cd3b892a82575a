"""Blind indexes and digests: HMAC-SHA256 under keys that encrypt nothing.

A blind index is ``version:kind:hex``. The version names its key ("v" and the key's id), so that while keys rotate
both versions are asked for, and a rotated row can be told from one that waits.
"""

from __future__ import annotations

import hmac
import json

from .ring import Key, ring

_BLIND_CHARACTERS = 48


def blind(kind: str, normalised: str) -> str:
    """The index of a normalised value under the newest key: what a row stores."""
    return _blind(ring().current, kind, normalised)


def blinds(kind: str, normalised: str) -> list[str]:
    """The index under every key of the ring, newest first: what a search asks for."""
    return [_blind(key, kind, normalised) for key in ring().keys]


def version() -> str:
    """The prefix of everything ``blind`` makes now."""
    return _version(ring().current)


def digest(value: object) -> str:
    """A keyed digest for audit lines: equal values compare equal, and none can be read. "" for None.

    It uses the oldest key of the ring, so that it changes only when that key is taken out for good.
    """
    if value is None:
        return ""
    text = (
        value
        if isinstance(value, str)
        else json.dumps(value, default=str, sort_keys=True, ensure_ascii=False)
    )
    return _mac(ring().keys[-1].derived("digests"), f"{type(value).__name__}:{text}")[:32]


def _blind(key: Key, kind: str, normalised: str) -> str:
    return f"{_version(key)}:{kind}:{_mac(key.derived(f'blind:{kind}'), normalised)[:_BLIND_CHARACTERS]}"


def _version(key: Key) -> str:
    return f"v{key.id}"


def _mac(key: bytes, text: str) -> str:
    return hmac.digest(key, text.encode("utf-8", "surrogatepass"), "sha256").hex()
