"""The settings of files: how large one may be and which kinds are taken. Where they lie is the machine's affair."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.core.files.storage import default_storage
from django.db.models import Count, Sum
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from minben.foundation.options import held
from minben.foundation.options.groups import Group, Kind, Option, declare
from minben.foundation.records.errors import Text
from minben.foundation.records.texts import listed

from .models import Document

NAME = "storage"
MEGABYTE = 1_000_000
LARGEST = 50
"""One file of this size is what a request may bring (``uploads.MOST``)."""
WORDS: tuple[tuple[str, Text], ...] = (
    ("pdf", "PDF"),
    ("png", _("PNG picture")),
    ("jpg", _("JPEG picture")),
    ("webp", _("WebP picture")),
    ("heic", _("HEIC picture (telephones)")),
    ("docx", _("DOCX text document")),
    ("odt", _("ODT text document")),
    ("xlsx", _("XLSX spreadsheet")),
    ("txt", _("TXT plain text")),
    ("mp3", _("MP3 recording")),
    ("m4a", _("M4A recording")),
    ("mp4", _("MP4 film")),
)


FAMILIES: tuple[tuple[tuple[str, ...], Text], ...] = (
    (("png", "jpg", "webp", "heic"), _("photos")),
    (("pdf",), "PDF"),
    (("docx", "odt", "xlsx", "txt"), _("office documents")),
    (("mp3", "m4a"), _("recordings")),
    (("mp4",), _("films")),
)
"""What people call the kinds, when all of a family are taken."""
ALSO = {"jpg": ("jpeg",)}
"""Other endings of the same kind."""


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


def daily() -> int:
    """So many files one sender of the public may bring a day."""
    return int(held.of(NAME)["daily"])


def takes(extension: str) -> bool:
    return extension in held.of(NAME)["kinds"]


def kinds_in_words() -> str:
    """The kinds that are taken, for whoever sent another."""
    taken = held.of(NAME)["kinds"]
    return listed(key.upper() for key, _label in WORDS if key in taken)


def largest_in_words() -> str:
    return f"{held.of(NAME)['largest']} MB"


def in_words() -> str:
    """What may be attached, for the hint at every choice of files."""
    families = listed(name for kinds, called in FAMILIES for name in _called(kinds, called))
    sentence = gettext("%(kinds)s; at most %(size)s each.")
    return capfirst(sentence % {"kinds": families, "size": largest_in_words()})


def _called(kinds: tuple[str, ...], called: Text) -> list[str]:
    """The name of the family, or of those of it that are taken."""
    taken = [kind for kind in kinds if takes(kind)]
    return [str(called)] if len(taken) == len(kinds) else [kind.upper() for kind in taken]


def accept() -> str:
    """The endings that are taken, as a browser's chooser of files wants them."""
    endings = (ending for key, _label in WORDS if takes(key) for ending in (key, *ALSO.get(key, ())))
    return ",".join(f".{ending}" for ending in endings)


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
            "daily",
            _("Files a day from one sender"),
            Kind.NUMBER,
            100,
            help=_("Of the public: from one account, or one network address where nobody signed in."),
            least=10,
            most=100_000,
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
