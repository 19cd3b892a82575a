"""How many dots a picture unpacks to, told by its head. We never unpack one; whoever opens it would have to."""

from __future__ import annotations

import struct
from typing import BinaryIO

MOST_DOTS = 250_000_000
"""The largest cameras in pockets make 200 million; unpacked, four bytes each."""
_MOST_SEGMENTS = 500
_NO_SIZE = {0xC4, 0xC8, 0xCC}


def is_endless(file: BinaryIO) -> bool:
    """Is this a PNG, JPEG or WebP of more dots than any camera makes? Leaves the file at its start."""
    file.seek(0)
    head = file.read(32)
    try:
        width, height = _measured(file, head)
    except (struct.error, IndexError):
        width = height = 0
    finally:
        file.seek(0)
    return width * height > MOST_DOTS


def _measured(file: BinaryIO, head: bytes) -> tuple[int, int]:
    if head.startswith(b"\x89PNG"):
        return struct.unpack(">II", head[16:24])  # type: ignore[return-value]
    if head.startswith(b"\xff\xd8"):
        return _jpeg(file)
    if head[8:12] == b"WEBP":
        return _webp(head)
    return 0, 0


def _jpeg(file: BinaryIO) -> tuple[int, int]:
    """The first frame's: segments are passed over by their lengths."""
    file.seek(2)
    for _segment in range(_MOST_SEGMENTS):
        mark, kind, length = struct.unpack(">BBH", file.read(4))
        if mark != 0xFF:
            break
        if 0xC0 <= kind <= 0xCF and kind not in _NO_SIZE:
            _depth, height, width = struct.unpack(">BHH", file.read(5))
            return width, height
        file.seek(max(0, length - 2), 1)
    return 0, 0


def _webp(head: bytes) -> tuple[int, int]:
    """The extended form only: the two plain ones hold at most 16,384 × 16,384, which is few enough."""
    if head[12:16] != b"VP8X":
        return 0, 0
    return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
