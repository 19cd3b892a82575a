"""How long tables that only grow are kept: the months that the nightly job and the doctor go by."""

from __future__ import annotations

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from minben.foundation.records.errors import Text
from minben.foundation.records.models import GrowingRecord
from minben.foundation.records.partitions import growing_models
from minben.foundation.records.retention import Old, past_retention
from minben.foundation.records.texts import listed

from . import held
from .groups import Group, Kind, Option, Values, Wrong, declare

NAME = "retention"
LONGEST = 100 * 12
SHOWN = 8


def months() -> dict[str, int]:
    """By table, how many months are kept; a table that is not named is kept for ever."""
    values = held.of(NAME)
    return {model._meta.db_table: values[_name(model)] for model in bounded()}


def bounded() -> list[type[GrowingRecord]]:
    """Tables with a retention, in a fixed order. The trails are not among them: they leave by their own way, with seals."""
    found = [model for model in growing_models() if model.KEPT_MONTHS is not None]
    return sorted(found, key=lambda model: model._meta.label_lower)


def _name(model: type[GrowingRecord]) -> str:
    return str(model._meta.model_name)


def _options() -> tuple[Option, ...]:
    return tuple(_option(model) for model in bounded())


def _option(model: type[GrowingRecord]) -> Option:
    return Option(
        _name(model),
        format_lazy("{called}", called=model.KEPT_CALLED),
        Kind.NUMBER,
        model.KEPT_MONTHS,
        help=_help(model),
        least=model.LEAST_MONTHS,
        most=LONGEST,
        unit=_("months"),
    )


def _help(model: type[GrowingRecord]) -> Text:
    return format_lazy(_("{why} At least {least} months."), why=model.KEPT_WHY, least=model.LEAST_MONTHS)


def loss(values: Values) -> Text:
    """Which records these months would take away tonight."""
    wanted = {model._meta.db_table: values[_name(model)] for model in bounded()}
    gone = [old for old in past_retention(timezone.now(), wanted) if not old.needed]
    if not gone:
        return ""
    called = {model._meta.db_table: str(model.KEPT_CALLED) for model in bounded()}
    named = [f"{called[old.table]} {_when(old)}" for old in gone[:SHOWN]] + ["…"] * (len(gone) > SHOWN)
    sentence = _("The coming night takes these records away for good: {what}.")
    return format_lazy(sentence, what=listed(named))


def _when(old: Old) -> str:
    return old.name.removeprefix(f"{old.table}_").replace("_", "-")


def _deliveries_outlive_messages(values: Values) -> Wrong:
    """A message without what became of it would read as if it were still waiting."""
    if values.get("delivery", 0) < values.get("message", 0):
        return {"delivery": _("Keep it as long as the messages themselves, or longer.")}
    return {}


declare(
    Group(
        NAME,
        _("Retention"),
        _(
            "How long records are kept that only grow. Every night the worker takes away whole months that are older, "
            "with a line in the trail. What was taken away does not come back. Contacts of a case that is still open "
            "stay, however old."
        ),
        _options,
        check=_deliveries_outlive_messages,
        loss=loss,
    )
)
