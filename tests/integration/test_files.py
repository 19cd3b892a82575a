"""Files from the upload to the sweep."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import transaction

from minben.foundation.access.actor import SYSTEM, Actor, ActorKind
from minben.foundation.files import actions as files
from minben.foundation.files import scanning, taking
from minben.foundation.files.download import download
from minben.foundation.files.models import Document
from minben.foundation.records.errors import Invalid, Missing, Refused

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n" + b"x" * 100
CLERK = Actor(kind=ActorKind.STAFF, staff_id=uuid.UUID(int=5))


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def upload(content: bytes = PDF, name: str = "證明.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


def test_a_file_is_stored_with_what_it_is_and_read_again() -> None:
    document = files.store(CLERK, upload(name="../證明.html"))
    assert (document.name, document.kind, document.size) == ("證明.pdf", "application/pdf", len(PDF))
    assert document.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (document.owner_kind, document.owner_id) == ("staff", uuid.UUID(int=5))
    assert "證明" not in document.path
    with files.read(document) as file:
        assert file.read() == PDF


def test_a_large_upload_that_lies_on_disk_is_read_too() -> None:
    large = TemporaryUploadedFile("a.pdf", "application/pdf", 0, None)
    large.write(PDF)
    large.size = len(PDF)
    assert files.store(SYSTEM, large).size == len(PDF)
    large.close()


@pytest.mark.parametrize(
    ("content", "limit", "message"),
    [(b"", 100, "empty"), (PDF, 50, "larger than 10 MB"), (b"<svg/>", 100, "not taken")],
)
def test_a_bad_file_is_refused_at_its_field_and_nothing_is_stored(
    content: bytes, limit: int, message: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LANGUAGE_CODE = "en"
    monkeypatch.setattr(taking, "limit", lambda: limit)
    with pytest.raises(Invalid) as caught:
        files.store(CLERK, upload(content))
    assert message in str(caught.value.fields["file"]).replace("\xa0", " ")
    assert not Document.objects.exists()
    assert list(Path(settings.MEDIA_ROOT).iterdir()) == []


def test_a_scanner_may_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    class Strict:
        def is_clean(self, file: BinaryIO) -> bool:
            return b"x" not in file.read()

    monkeypatch.setitem(scanning.scanners._entries, "strict", Strict())
    with pytest.raises(Invalid):
        files.store(CLERK, upload())


def test_what_is_not_clean_is_not_opened() -> None:
    document = files.store(CLERK, upload())
    document.scan = Document.Scan.REFUSED
    with pytest.raises(Refused):
        files.read(document)


def test_what_the_storage_lost_is_missing() -> None:
    document = files.store(CLERK, upload())
    default_storage.delete(document.path)
    with pytest.raises(Missing):
        files.read(document)


def test_only_old_files_that_nobody_linked_are_swept() -> None:
    linked, orphan = files.store(CLERK, upload()), files.store(CLERK, upload())
    assert files.link([linked]) == 1
    assert files.sweep_orphans(dt.datetime.now(dt.UTC)) == 0
    assert files.sweep_orphans(dt.datetime.now(dt.UTC) + dt.timedelta(days=2)) == 1
    assert list(Document.objects.values_list("id", flat=True)) == [linked.id]
    assert not default_storage.exists(orphan.path)
    assert default_storage.exists(linked.path)


def test_a_link_rolled_back_leaves_an_orphan() -> None:
    document = files.store(CLERK, upload())
    with transaction.atomic():
        files.link([document])
        transaction.set_rollback(True)
    document.refresh_from_db()
    assert document.linked_at is None


def test_a_download_is_saved_and_never_run() -> None:
    response = download(files.store(CLERK, upload()))
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/pdf"
    assert "sandbox" in response["Content-Security-Policy"]
    assert b"".join(response.streaming_content) == PDF  # type: ignore[arg-type]
    response.close()
