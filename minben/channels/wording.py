"""The words of notices: as they came with the installation, and as they were changed on the settings screens.

What came lies in :class:`MessageTemplate` and is not changed by people; a change is a version of the settings
``notice_…``, so that it has a history, a way back and a place in the configuration file.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from minben.agencies.names import Remembered
from minben.foundation.options import held
from minben.foundation.options.groups import Group, Kind, Option, Values, Wrong, declare
from minben.foundation.records.errors import Text
from minben.foundation.records.translated import LANGUAGES

from .marks import wrong_with
from .models import MessageTemplate
from .notices import NOTICES, Notice

SCREEN = "notices"
LONGEST = {"sms": 500, "mail_subject": 120, "mail": 4000}

_Texts = dict[str, Any]


def group_name(notice: str) -> str:
    return f"notice_{notice}"


def _templates(keys: set[str]) -> dict[str, dict[tuple[str, str], MessageTemplate]]:
    rows = {(row.name, row.channel): row for row in MessageTemplate.objects.all()}
    return dict.fromkeys(keys, rows)


_held = Remembered(_templates)


def came() -> dict[tuple[str, str], MessageTemplate]:
    """What is there by (name, channel): read at most once a minute by each process."""
    return _held.get([SCREEN])[SCREEN]


def forget() -> None:
    """Texts were loaded in this process: ask the database again."""
    _held.forget()


def as_chosen(name: str, rows: Mapping[str, MessageTemplate]) -> dict[str, MessageTemplate]:
    """``rows`` by channel, with what administrators wrote instead."""
    group = group_name(name)
    if name not in NOTICES or not held.version_of(group):
        return dict(rows)
    values = held.of(group)
    sms = MessageTemplate(name=name, channel="sms", subject={}, body=values["sms"])
    mail = MessageTemplate(name=name, channel="mail", subject=values["mail_subject"], body=values["mail"])
    return {**rows, "sms": sms, "mail": mail}


def _written(notice: Notice, channel: str, field: str) -> _Texts:
    row = came().get((notice.name, channel))
    texts = getattr(row, field) if row is not None else {}
    return {language: texts[language] for language in LANGUAGES if texts.get(language)}


def _options(notice: Notice) -> tuple[Option, ...]:
    return (
        _option("sms", _("SMS"), _written(notice, "sms", "body")),
        _option("mail_subject", _("E-mail, subject"), _written(notice, "mail", "subject")),
        _option("mail", _("E-mail, text"), _written(notice, "mail", "body")),
    )


def _option(name: str, label: Text, default: _Texts) -> Option:
    return Option(name, label, Kind.TEXTS, default, most=LONGEST[name])


def _check(notice: Notice, values: Values) -> Wrong:
    """By option and language (``mail.en``): marks that nobody fills in, and those that must be there."""
    return {
        f"{option}.{language}": problem
        for option in LONGEST
        for language, text in values[option].items()
        if (problem := _problem(notice, text, option)) is not None
    }


def _problem(notice: Notice, text: str, option: str) -> Text | None:
    return wrong_with(
        text, known=list(notice.variables), needed=() if option == "mail_subject" else notice.needed
    )


for _notice in NOTICES.values():
    declare(
        Group(
            group_name(_notice.name),
            _notice.label,
            _notice.when,
            partial(_options, _notice),
            check=partial(_check, _notice),
            part_of=SCREEN,
        )
    )
