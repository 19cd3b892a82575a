"""What a file is, and what its name may be."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.foundation.files.names import clean_name
from minben.foundation.files.sniffing import DOCX, ODT, PDF, TEXT, XLSX, sniff

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 40


def packed(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


OFFICE = {"[Content_Types].xml": b"<Types/>"}
WORD = packed(OFFICE | {"word/document.xml": b"<w/>"})


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7\n...", PDF.media_type),
        (PNG, "image/png"),
        (JPG, "image/jpeg"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 " + b"\x00" * 40, "image/webp"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00heicmif1" + b"\x00" * 40, "image/heic"),
        (b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isommp42" + b"\x00" * 40, "video/mp4"),
        (b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00M4A mp42" + b"\x00" * 40, "audio/mp4"),
        (b"ID3\x04\x00\x00" + b"\x00" * 40, "audio/mpeg"),
        (WORD, DOCX.media_type),
        (packed(OFFICE | {"xl/workbook.xml": b"<w/>"}), XLSX.media_type),
        (packed({"mimetype": ODT.media_type.encode(), "content.xml": b"<o/>"}), ODT.media_type),
        ("你好，world\r\n".encode(), TEXT.media_type),
        ("你好".encode("utf-16"), TEXT.media_type),
    ],
    ids=lambda value: value if isinstance(value, str) else "bytes",
)
def test_these_are_taken_for_what_they_are(content: bytes, media_type: str) -> None:
    kind = sniff(io.BytesIO(content))
    assert kind is not None
    assert kind.media_type == media_type


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "svg"),
        (b"<?xml version='1.0'?><svg/>", "svg behind a declaration"),
        (b"  <!DOCTYPE html><p>", "html"),
        (b"hello <script>alert(1)</script>", "script inside text"),
        ("<html>".encode("utf-16"), "html in wide characters"),
        (b"#!/bin/sh\nrm", "a script"),
        (b"MZ\x90\x00" + b"\x00" * 60, "exe"),
        (b"\x7fELF" + b"\x00" * 60, "elf"),
        (b"GIF89a" + b"\x00" * 60, "gif is not on the list"),
        (packed({"a.txt": b"x"}), "a plain zip"),
        (packed(OFFICE | {"word/document.xml": b"x", "word/vbaProject.bin": b"x"}), "macros"),
        (packed(OFFICE | {"word/document.xml": b"x", "../../etc/passwd": b"x"}), "a part outside"),
        (packed(OFFICE | {"word/document.xml": b"0" * 30_000_000}), "a bomb"),
        (WORD[:60], "cut off"),
        (b"text\x00with nul", "binary"),
        (b"\xff\xfe\xfa bad", "not a text in any known coding"),
    ],
    ids=lambda value: value if isinstance(value, str) else "bytes",
)
def test_these_are_refused(content: bytes, note: str) -> None:
    assert sniff(io.BytesIO(content)) is None, note


@given(st.binary(max_size=300))
def test_any_bytes_get_an_answer_and_the_file_is_left_at_its_start(content: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"\xff\xfe"):
        file = io.BytesIO(start + content)
        sniff(file)
        assert file.tell() == 0


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("證明 2026.PDF", "證明 2026.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\temp\\我的 檔案.doc", "我的 檔案.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.pdf"),
        ("a\x00b\r\nc.pdf", "a b c.pdf"),
        ('x";filename=evil.pdf', "x__filename=evil.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("", "file.pdf"),
        ("長" * 500 + ".pdf", "長" * 120 + ".pdf"),
    ],
)
def test_names_are_made_harmless(name: str, expected: str) -> None:
    assert clean_name(name, "pdf") == expected


@given(st.text(st.characters(exclude_categories=()), max_size=300))
def test_any_name_becomes_a_printable_one(name: str) -> None:
    made = clean_name(name, "pdf")
    assert made.endswith(".pdf")
    assert made.isprintable()
    assert not set('/\\"<>\r\n') & set(made)
    assert len(made) <= 124
