"""What the public site says about the government itself: texts that differ from place to place."""

from __future__ import annotations

import re

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from minben.foundation.options.groups import Group, Kind, Option, Values, Wrong, declare

NAME = "site"
_NUMBER = re.compile(r"\+?[0-9][0-9 -]{1,18}[0-9]")
HOURS = {"zh-hant": "日夜都有專人接聽。", "en": "Day and night. A person answers."}


def _options() -> tuple[Option, ...]:
    return (
        Option(
            "city",
            _("Name of this place"),
            Kind.TEXTS,
            {},
            help=_("At the head of every page and in notices. What is empty is as it was set up."),
            most=80,
            needed=False,
        ),
        Option(
            "hotline",
            _("Number of the hotline"),
            Kind.TEXT,
            settings.HOTLINE,
            help=_("Shown on every public page; telephones call it when it is touched."),
            most=20,
        ),
        Option(
            "hours",
            _("When it answers"),
            Kind.TEXTS,
            HOURS,
            help=_("One sentence below the number."),
            most=120,
        ),
        Option(
            "notice",
            _("Notice on the first page"),
            Kind.TEXTS,
            {},
            help=_("For a storm, a holiday, a fault. Empty: none is shown."),
            most=400,
            needed=False,
        ),
        Option(
            "contact",
            _("More on the contact page"),
            Kind.TEXTS,
            {},
            help=_("For example the postal address of the hotline centre."),
            most=400,
            needed=False,
        ),
    )


def _check(values: Values) -> Wrong:
    if not _NUMBER.fullmatch(values["hotline"]):
        return {"hotline": _("Write a telephone number like 12345 or +886 6 299 1111.")}
    return {}


declare(
    Group(
        NAME,
        _("Texts of the site"),
        _(
            "What the public pages say about this place. A script of Chinese that is not written is converted."
        ),
        _options,
        check=_check,
    )
)
