"""Uploads that were made to fill a machine: refused at the field, and measured while that happens (OWASP ASVS 12.1)."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from minben.foundation.files.models import Document
from tests.factories.cases import make_case
from tests.integration.api.conftest import Machine, _nothing_remembered, machine, town
from tests.integration.portal.conftest import begun, browser, text_of

__all__ = ["_nothing_remembered", "browser", "machine", "town"]
pytestmark = pytest.mark.django_db
WORD, BOOK = "word/document.xml", "xl/workbook.xml"
LARGEST = 10_000_000
IN_MEMORY = 60_000_000
"""Bytes that may be held at once: the file itself, copies of it on its way in, and little more."""


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "x")
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def endless_table() -> bytes:
    """200,000 entries that share one part of no bytes: a table of contents and nothing else."""
    entry = (
        struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    )
    count = 200_000
    start = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0) + b"a"
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 1, 1, len(entry) * count, len(start), 0)
    return start + entry * count + end


def png(width: int, height: int) -> bytes:
    """A picture of one colour: so many dots in a few bytes."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    chunks = (struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def jpeg(width: int, height: int) -> bytes:
    comment = b"\xff\xfe" + struct.pack(">H", 12) + b"0123456789"
    return (
        b"\xff\xd8" + comment * 3 + b"\xff\xc0" + struct.pack(">HBHHB", 17, 8, height, width, 3) + b"\0" * 40
    )


def webp(width: int, height: int) -> bytes:
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF\x00\x01\x00\x00WEBPVP8X\x0a\x00\x00\x00\x10\x00\x00\x00" + size + b"\0" * 40


def nested(levels: int) -> bytes:
    """An archive in an archive in an archive …"""
    content = b"0" * 1_000_000
    for _level in range(levels):
        content = packed(word__document_xml=content)
    return packed(inner=content)


BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a document that unpacks to 250 MB": ("a.docx", lambda: packed(word__document_xml=b"0" * 250_000_000)),
    "a workbook that unpacks to 250 MB": ("a.xlsx", lambda: packed(xl__workbook_xml=b"0" * 250_000_000)),
    "a table of contents without end": ("a.docx", endless_table),
    "archives in archives": ("a.zip", lambda: nested(5)),
    "a picture of 3.6 billion dots": ("a.png", lambda: png(60_000, 60_000)),
    "a photograph of 4.2 billion dots": ("a.jpg", lambda: jpeg(65_000, 65_000)),
    "a web picture of 270 billion dots": ("a.webp", lambda: webp(1 << 24, 16_383)),
    "an archive called a picture": ("a.png", lambda: packed(a=b"x")),
    "a page called a document": ("a.pdf", lambda: b"<html><script>alert(1)</script></html>"),
    "a program called a recording": ("a.mp3", lambda: b"MZ\x90\x00" + b"\0" * 100),
    "more than a file may have": ("a.pdf", lambda: b"%PDF-" + b"0" * LARGEST),
    "a very long name": ("x" * 5_000 + ".exe", lambda: b"MZ\x90\x00" + b"\0" * 100),
}


@contextmanager
def held_small() -> Iterator[None]:
    """Fails when more is held at once than a file and its copies."""
    tracemalloc.start()
    try:
        yield
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < IN_MEMORY


@pytest.mark.parametrize("bomb", BOMBS)
def test_the_public_form_refuses_it_at_the_field(browser: Client, bomb: str) -> None:
    name, make = BOMBS[bomb]
    token, upload = begun(browser), SimpleUploadedFile(name, make())
    with held_small():
        answer = browser.post(f"/en/ask/{token}/details/", {"body": "typed", "files": [upload]})
    assert answer.status_code == 422
    assert 'id="files_error"' in text_of(answer)
    assert not Document.objects.exists()


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_machine_is_told_the_problem_at_the_field(machine: Machine, bomb: str) -> None:
    name, make = BOMBS[bomb]
    case, upload = make_case(), SimpleUploadedFile(name, make())
    with held_small():
        answer = machine.send(f"/cases/{case.id}/documents", {"files": [upload], "public": "true"})
    assert answer.status_code == 422
    assert [wrong["name"] for wrong in answer.json()["invalid_params"]] == ["file"]
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.png", png(4000, 3000)), ("a.jpg", jpeg(16_320, 12_240)), ("a.webp", webp(4000, 3000))],
)
def test_the_largest_photographs_that_people_take_are_taken(
    browser: Client, name: str, content: bytes
) -> None:
    token = begun(browser)
    files = [SimpleUploadedFile(name, content)]
    assert browser.post(f"/en/ask/{token}/details/", {"body": "typed", "files": files}).status_code == 302
    assert Document.objects.get().size == len(content)


def test_a_name_of_thousands_of_letters_is_cut_and_the_file_is_taken(
    browser: Client, machine: Machine
) -> None:
    token, case = begun(browser), make_case()
    upload = SimpleUploadedFile("長" * 5_000 + ".txt", b"good")
    assert browser.post(f"/en/ask/{token}/details/", {"body": "x", "files": [upload]}).status_code == 302
    upload = SimpleUploadedFile("長" * 5_000 + ".txt", b"good")
    answer = machine.send(f"/cases/{case.id}/documents", {"files": [upload], "public": "true"})
    assert answer.status_code == 201
    assert {len(document.name) <= 124 for document in Document.objects.all()} == {True}


def parts(count: int, *, filed: bool) -> bytes:
    named = '; filename="a.txt"' if filed else ""
    one = f'--x\r\nContent-Disposition: form-data; name="files"{named}\r\n\r\nx\r\n'
    return (one * count + "--x--\r\n").encode()


MULTIPART = "multipart/form-data; boundary=x"


@pytest.mark.parametrize("filed", [True, False])
def test_ten_thousand_parts_are_refused_before_they_are_read(
    browser: Client, machine: Machine, filed: bool
) -> None:
    token, case, sent = begun(browser), make_case(), parts(10_000, filed=filed)
    with held_small():
        page = browser.post(f"/en/ask/{token}/details/", data=sent, content_type=MULTIPART)
        answer: Any = Client(headers={"Authorization": f"Bearer {machine.key}"}).post(
            f"/api/v1/cases/{case.id}/documents", data=sent, content_type=MULTIPART
        )
    assert page.status_code == 400
    assert answer.status_code in {400, 413}
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("multipart/form-data", b"x"),
        (MULTIPART, b"--y\r\n"),
        ("multipart/form-data; boundary=" + "x" * 300, b"x"),
    ],
)
def test_a_form_that_is_none_is_a_problem_document(machine: Machine, kind: str, sent: bytes) -> None:
    case = make_case()
    caller = Client(headers={"Authorization": f"Bearer {machine.key}"})
    answer: Any = caller.post(f"/api/v1/cases/{case.id}/documents", data=sent, content_type=kind)
    assert answer.status_code in {400, 422}
    assert answer.headers["Content-Type"].startswith("application/problem+json")


@pytest.mark.parametrize("shape", ["[", '{"a":', '{"title":["'])
@pytest.mark.parametrize("path", ["/cases", "/cases/batch", "/parties", "/interactions"])
def test_json_that_goes_down_without_end_is_a_problem_document(
    machine: Machine, path: str, shape: str
) -> None:
    with held_small():
        answer = machine.post(path, shape * 300_000)
    assert answer.status_code in {400, 413, 422}
    assert answer.headers["Content-Type"].startswith("application/problem+json")


def test_a_body_larger_than_a_call_may_be_is_a_problem_document(machine: Machine) -> None:
    with held_small():
        answer = machine.post("/cases", '{"title":"' + "x" * 4_000_000 + '"}')
    assert answer.status_code == 413
