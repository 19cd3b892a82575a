"""The settings of case numbers: they hold for new cases only, and never write a number that stands already."""

from __future__ import annotations

import re

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.cases.models import Case
from minben.foundation.options.groups import Group, Kind, Option, Values, Wrong, declare

from .formats import Format
from .numbers import NAME, every_format, last_serial

_PREFIX = re.compile(r"[A-Z]{1,6}")


def _options() -> tuple[Option, ...]:
    return (
        Option(
            "prefix",
            _("Letters in front"),
            Kind.TEXT,
            "MB",
            help=_("One to six capital letters by which people know whose number it is."),
            most=6,
            capitals=True,
        ),
        Option(
            "year",
            _("Year"),
            Kind.CHOICE,
            "western",
            choices=(("western", _("Common era, like 2026")), ("minguo", _("Minguo, like 115"))),
        ),
        Option(
            "digits",
            _("Figures of the running number"),
            Kind.NUMBER,
            9,
            help=_("Filled up with noughts. When a year has more cases than fit, the number becomes longer."),
            least=6,
            most=9,
        ),
    )


def _check(values: Values) -> Wrong:
    """Capital letters, and no numbers of that beginning that came from elsewhere."""
    prefix = values["prefix"]
    if not _PREFIX.fullmatch(prefix):
        return {"prefix": _("Write capital letters A to Z only.")}
    own = prefix in {known.prefix for known in every_format()}
    if not own and Case.objects.filter(number__startswith=f"{prefix}-").exists():
        return {"prefix": _("Cases from elsewhere have such numbers already. Choose other letters.")}
    return {}


def preview(values: Values, *, year: int | None = None) -> str:
    """The number that the next case would get; it is not taken."""
    this_year = year or timezone.localdate().year
    return Format.chosen(values).written(this_year, last_serial(this_year) + 1)


declare(
    Group(
        NAME,
        _("Case numbers"),
        _(
            "How the number of a new case is written. Numbers that were given stay as they are and are found as before, "
            "also without the letters in front. The running number goes on, so none is given twice."
        ),
        _options,
        check=_check,
    )
)
