"""Take in a file."""

from __future__ import annotations

import hashlib
import io
from typing import BinaryIO, cast

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from minben.foundation.access.actor import Actor
from minben.foundation.files import taking
from minben.foundation.files.models import Document
from minben.foundation.files.names import clean_name
from minben.foundation.files.pictures import is_endless
from minben.foundation.files.scanning import is_clean
from minben.foundation.files.sniffing import Kind, sniff
from minben.foundation.records.errors import Invalid, Text
from minben.foundation.records.ids import moment_of, new_id


def store(actor: Actor, upload: File) -> Document:
    """Bytes into the storage, then a Document that belongs to ``actor`` and is linked to nothing yet.

    Raises Invalid at ``file`` for an empty or too large one, a kind that is not taken, or one a scanner refuses.
    Call it before the transaction that links it.
    """
    size, sha256 = _measured(upload, taking.limit())
    kind = _kind_of(upload)
    key = new_id()
    path = default_storage.save(f"{moment_of(key):%Y/%m}/{key}", upload)
    return Document.objects.create(
        id=key,
        name=clean_name(upload.name or "", kind.extension),
        kind=kind.media_type,
        size=size,
        sha256=sha256,
        path=path,
        scan=Document.Scan.CLEAN,
        owner_kind=actor.kind,
        owner_id=actor.staff_id or actor.account_id,
    )


def _measured(upload: File, limit: int) -> tuple[int, str]:
    """(size, sha256), read in chunks and never further than the limit."""
    size, digest = 0, hashlib.sha256()
    for chunk in upload.chunks():
        size += len(chunk)
        if size > limit:
            raise _invalid(
                _("The file is larger than %(limit)s. Send a smaller one, or several.")
                % {"limit": taking.largest_in_words()}
            )
        digest.update(chunk)
    if not size:
        raise _invalid(_("The file is empty. Choose another one."))
    return size, digest.hexdigest()


def _kind_of(upload: File) -> Kind:
    file = _seekable(upload)
    kind = sniff(file)
    if kind is None or not taking.takes(kind.extension):
        sentence = _("This kind of file is not taken. Send one of these: %(kinds)s.")
        raise _invalid(sentence % {"kinds": taking.kinds_in_words()})
    if is_endless(file):
        raise _invalid(_("This picture has more dots than a camera makes. Send it smaller."))
    if not is_clean(file):
        raise _invalid(_("The file was refused by the virus check. Check it on your side and send it again."))
    return kind


def _seekable(upload: File) -> BinaryIO:
    inner = upload.file
    return cast("BinaryIO", inner if inner is not None and inner.seekable() else io.BytesIO(upload.read()))


def _invalid(message: Text) -> Invalid:
    return Invalid(message, fields={"file": message})
