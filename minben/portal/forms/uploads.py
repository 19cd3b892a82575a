"""Several files in one field."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from minben.foundation.access.actor import Actor
from minben.foundation.files import actions as files
from minben.foundation.files.models import Document
from minben.foundation.records.errors import Invalid, Problem

ACCEPT = ".pdf,.png,.jpg,.jpeg,.webp,.heic,.docx,.xlsx,.odt,.txt,.mp3,.m4a,.mp4"
MOST = 10


def taken_in(
    actor: Actor, request: HttpRequest, name: str = "files", *, held: int = 0
) -> tuple[list[Document], str]:
    """(the files that were good, what was wrong with the first that was not): one bad file loses no other."""
    documents: list[Document] = []
    for upload in uploads(request, name):
        if held + len(documents) >= MOST:
            return documents, str(
                _("At most %(most)d files fit. Send the others as a message later.") % {"most": MOST}
            )
        try:
            files.count_in(actor, request.META.get("REMOTE_ADDR", ""))
            documents.append(files.store(actor, upload))
        except Invalid as problem:
            return documents, f"{upload.name}: {_said(problem)}"
    return documents, ""


def uploads(request: HttpRequest, name: str = "files") -> Sequence[UploadedFile]:
    return list(request.FILES.getlist(name))


def _said(problem: Problem) -> str:
    return str(problem.fields.get("file") or problem.message)
