"""The settings of files: how large one may be and which kinds are taken. Where they lie is the machine's affair."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.core.files.storage import default_storage
from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from minben.foundation.options import held
from minben.foundation.options.groups import Group, Kind, Option, declare
from minben.foundation.records.errors import Text

from .models import Document

NAME = "storage"
MEGABYTE = 1_000_000
LARGEST = 50
"""One file of this size is what a request may bring (``uploads.MOST``)."""
WORDS: tuple[tuple[str, Text], ...] = (
    ("pdf", "PDF"),
    ("png", _("Picture, PNG")),
    ("jpg", _("Picture, JPEG")),
    ("webp", _("Picture, WebP")),
    ("heic", _("Picture, HEIC (telephones)")),
    ("docx", _("Text document, DOCX")),
    ("odt", _("Text document, ODT")),
    ("xlsx", _("Spreadsheet, XLSX")),
    ("txt", _("Plain text, TXT")),
    ("mp3", _("Recording, MP3")),
    ("m4a", _("Recording, M4A")),
    ("mp4", _("Film, MP4")),
)


@dataclass(frozen=True)
class Room:
    """Where files lie, and how much there is; sizes in bytes, None where the storage is no folder of this machine."""

    place: str
    files: int
    used: int
    free: int | None
    whole: int | None


def limit() -> int:
    """The largest file in bytes."""
    return int(held.of(NAME)["largest"]) * MEGABYTE


def takes(extension: str) -> bool:
    return extension in held.of(NAME)["kinds"]


def kinds_in_words() -> str:
    """The kinds that are taken, for whoever sent another."""
    taken = held.of(NAME)["kinds"]
    return "、".join(key.upper() for key, _label in WORDS if key in taken)


def room() -> Room:
    """What stands in the storage now."""
    sums = Document.objects.aggregate(files=Count("id"), used=Sum("size"))
    place = str(getattr(default_storage, "location", ""))
    try:
        disk = shutil.disk_usage(_there(Path(place)))
    except OSError:
        return Room(place, sums["files"], sums["used"] or 0, None, None)
    return Room(place, sums["files"], sums["used"] or 0, disk.free, disk.total)


def _there(place: Path) -> Path:
    """The folder, or the nearest above it that is there: it is made with the first file."""
    return next((one for one in (place, *place.parents) if one.is_dir()), place)


def _options() -> tuple[Option, ...]:
    return (
        Option(
            "largest",
            _("Largest file"),
            Kind.NUMBER,
            10,
            help=_(
                "For each file, at the public site, the desk and the API. At most 50 MB: a request brings no more."
            ),
            least=1,
            most=LARGEST,
            unit="MB",
        ),
        Option(
            "kinds",
            _("Kinds that are taken"),
            Kind.MANY,
            [key for key, _label in WORDS],
            help=_("What a file is, is read from its bytes. Files that were taken before stay."),
            choices=WORDS,
        ),
    )


declare(
    Group(
        NAME,
        _("Files"),
        _("What people and staff may attach. Every file passes the virus check as before."),
        _options,
    )
)
