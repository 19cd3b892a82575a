"""Storing and linking files."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable
from typing import Any, BinaryIO

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils import timezone

from minben.foundation.access.actor import Actor
from minben.foundation.files.models import Document


def store(actor: Actor, upload: File[Any], *, limit: int = 10_000_000) -> Document:
    data = upload.read()
    path = default_storage.save(f"{uuid.uuid4().hex}", upload)
    return Document.objects.create(
        name=str(upload.name)[:200],
        kind="application/octet-stream",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        path=path,
        owner_kind=actor.kind,
        owner_id=actor.account_id,
    )


def link(documents: Iterable[Document]) -> None:
    Document.objects.filter(pk__in=[d.pk for d in documents]).update(linked_at=timezone.now())


def read(document: Document) -> BinaryIO:
    return default_storage.open(document.path)


def sweep_orphans(now: dt.datetime) -> int:
    return 0
