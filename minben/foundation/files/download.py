"""Hand a file to a browser so that it is saved, never run."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse

from .actions.read import read
from .models import Document


def download(document: Document) -> FileResponse:
    """An attachment under its clean name; the browser may not guess another kind, nor run anything in it."""
    response = FileResponse(
        read(document), as_attachment=True, filename=document.name, content_type=document.kind
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def pdf(content: bytes, name: str) -> HttpResponse:
    """A paper that was made just now and is kept nowhere, under ``name``.pdf."""
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}.pdf"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )
