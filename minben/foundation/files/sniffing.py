"""What a file is, by its bytes. The sender's word for it and the name's ending count for nothing."""

from __future__ import annotations

import codecs
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

import filetype

from .packing import parts_of

HEAD = 8192
LARGEST_UNPACKED = 200_000_000
GREATEST_RATIO = 200


@dataclass(frozen=True)
class Kind:
    media_type: str
    extension: str


PDF = Kind("application/pdf", "pdf")
TEXT = Kind("text/plain", "txt")
DOCX = Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx")
XLSX = Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx")
ODT = Kind("application/vnd.oasis.opendocument.text", "odt")
_BY_MAGIC = {
    "png": Kind("image/png", "png"),
    "jpg": Kind("image/jpeg", "jpg"),
    "webp": Kind("image/webp", "webp"),
    "heic": Kind("image/heic", "heic"),
    "mp3": Kind("audio/mpeg", "mp3"),
    "m4a": Kind("audio/mp4", "m4a"),
    "mp4": Kind("video/mp4", "mp4"),
}
ALLOWED = (PDF, DOCX, XLSX, ODT, TEXT, *_BY_MAGIC.values())
_guess: Callable[[bytes], Any] = filetype.guess
_MARKUP = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<?php", b"#!")


def sniff(file: BinaryIO) -> Kind | None:
    """The kind of ``file``, None when it is not one of those taken. Leaves the file at its start."""
    file.seek(0)
    head = file.read(HEAD)
    try:
        return _sniff(file, head)
    finally:
        file.seek(0)


def _sniff(file: BinaryIO, head: bytes) -> Kind | None:
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return _office(file)
    found: Any = _guess(head)
    if found is not None:
        return _BY_MAGIC.get(found.extension)
    return TEXT if _is_text(file) else None


def _office(file: BinaryIO) -> Kind | None:
    """An office document by what is packed in it. Bombs, macros and plain archives are none."""
    try:
        parts = parts_of(file)
        with zipfile.ZipFile(file) as archive:
            if _is_bomb(parts) or any(_is_dangerous(part.filename) for part in parts):
                return None
            names = {part.filename for part in parts}
            declared = _declared(archive) if "mimetype" in names else ""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return None
    if declared == ODT.media_type:
        return ODT
    if "[Content_Types].xml" not in names:
        return None
    return DOCX if "word/document.xml" in names else XLSX if "xl/workbook.xml" in names else None


def _declared(archive: zipfile.ZipFile) -> str:
    with archive.open("mimetype") as part:
        return part.read(100).decode("ascii", "replace").strip()


def _is_bomb(parts: list[zipfile.ZipInfo]) -> bool:
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    return unpacked > LARGEST_UNPACKED or (
        unpacked > 1_000_000 and unpacked > GREATEST_RATIO * max(packed, 1)
    )


def _is_dangerous(name: str) -> bool:
    low = name.lower()
    return low.endswith((".exe", ".dll", ".js", ".vbs", ".bat", ".sh", "vbaproject.bin")) or ".." in low


def _is_text(file: BinaryIO) -> bool:
    """UTF-8 (or UTF-16 with its mark) all the way, without control characters, and no markup that a browser runs."""
    file.seek(0)
    head = file.read(HEAD)
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    decoder = codecs.getincrementaldecoder("utf-16" if wide else "utf-8-sig")()
    file.seek(0)
    try:
        first = True
        while chunk := file.read(65_536):
            text = decoder.decode(chunk)
            if _has_control(text) or (first and _is_markup(text)):
                return False
            first = False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return bool(head)


def _has_control(text: str) -> bool:
    return any(c < " " and c not in "\t\n\r\f" for c in text)


def _is_markup(text: str) -> bool:
    start = text.lstrip("\ufeff \t\r\n\f")[:HEAD].lower().encode()
    return start.startswith(_MARKUP) or b"<svg" in start or b"<html" in start or b"<script" in start
