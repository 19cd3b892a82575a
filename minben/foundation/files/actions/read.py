"""Open a stored file."""

from __future__ import annotations

from typing import BinaryIO, cast

from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from minben.foundation.files.models import Document
from minben.foundation.records.errors import Missing, Refused


def read(document: Document) -> BinaryIO:
    """The bytes of ``document``; the caller closes it and has checked who may see it.

    Raises Refused unless it was found clean, Missing when the storage has lost it.
    """
    if document.scan != Document.Scan.CLEAN:
        raise Refused(_("This file has not passed the virus check and cannot be opened."))
    try:
        return cast("BinaryIO", default_storage.open(document.path, "rb"))
    except FileNotFoundError as error:
        raise Missing(_("This file is not in the store any more. Ask for it again.")) from error
