"""After how many idle minutes staff sign in again: a setting of the office."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from minben.foundation.access.web import sets_idle_limit
from minben.foundation.options import held
from minben.foundation.options.groups import Group, Kind, Option, declare

NAME = "sessions"
MINUTES = 30
"""What OWASP ASVS 4.0.3 asks at level 2 (3.3.2)."""
LEAST, MOST = 5, 12 * 60


def _options() -> tuple[Option, ...]:
    return (
        Option(
            "idle",
            _("Idle time of staff"),
            Kind.NUMBER,
            MINUTES,
            help=_(
                "Who does nothing for so long signs in again and is back on the same page; what was typed is kept. "
                "Pages that look for news by themselves do not count."
            ),
            least=LEAST,
            most=MOST,
            unit=_("minutes"),
        ),
    )


def seconds() -> float:
    return float(held.of(NAME)["idle"] * 60)


sets_idle_limit(seconds)
declare(
    Group(
        NAME,
        _("Sessions of staff"),
        _("How long a desk stays open that nobody works at. After twelve hours everybody signs in again."),
        _options,
    )
)
