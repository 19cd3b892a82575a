"""The sheet of the quality checks as a form: one part for each line, and empty ones to add."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.cases.models import QualitySheet
from minben.config.forms import Form, name_when_missing
from minben.foundation.records.errors import Text
from minben.foundation.records.translated import LANGUAGES

from .translated import gathered, inputs, key, spread

EMPTY = 2
"""Lines to add at once. Whoever needs more keeps the sheet and comes back."""


@dataclass(frozen=True)
class Part:
    """The inputs of one line. ``fresh``: it is not on the sheet yet."""

    number: int
    fresh: bool
    texts: list[forms.BoundField]
    marks: list[forms.BoundField]


class SheetEditForm(Form):
    """What a check looks at, in which order, and how much each line counts."""

    autocomplete = False

    def __init__(self, data: Any = None, *, sheet: QualitySheet) -> None:
        self.sheet = sheet
        super().__init__(data, initial=_initial(sheet))
        self.fields["base"] = forms.IntegerField(widget=forms.HiddenInput)
        self.fields |= inputs("name", _("Name of the sheet"), most=120)
        self.fields[key("name", LANGUAGES[0])].required = True
        for at in range(len(sheet.criteria) + EMPTY):
            self.fields |= _line(at, fresh=at >= len(sheet.criteria))
        for name, field in self.fields.items():
            name_when_missing(field, name)

    def parts(self) -> list[Part]:
        known = len(self.sheet.criteria)
        return [self._part(at, fresh=at >= known) for at in range(known + EMPTY)]

    def _part(self, at: int, *, fresh: bool) -> Part:
        bound = [self[name] for name in _line(at, fresh=fresh)]
        return Part(at + 1, fresh, bound[: len(LANGUAGES)], bound[len(LANGUAGES) :])

    @property
    def names(self) -> list[forms.BoundField]:
        return [self[name] for name in inputs("name", "")]

    def wanted(self) -> dict[str, Any]:
        """What the action takes: lines in the order of their places, without empty ones and those taken away."""
        given = self.cleaned_data
        lines = [self._asked(at) for at in range(len(self.sheet.criteria) + EMPTY)]
        kept = [line for line in lines if not line["gone"] and (line["key"] or line["text"])]
        kept.sort(key=_order)
        return {"base": given["base"], "name": gathered("name", given), "lines": kept}

    def _asked(self, at: int) -> dict[str, Any]:
        given, known = self.cleaned_data, self.sheet.criteria
        return {
            "at": at,
            "key": known[at]["key"] if at < len(known) else "",
            "gone": given.get(f"gone{at}", False),
            "place": given.get(f"place{at}") or at + 1,
            "weight": given.get(f"weight{at}"),
            "critical": given.get(f"critical{at}", False),
            "text": gathered(f"line{at}", given),
        }


def _order(line: dict[str, Any]) -> tuple[float, int]:
    """One that was moved up stands before whatever has that place, one that was moved down behind it."""
    place, was = line["place"], line["at"] + 1
    return place + 0.5 * ((place > was) - (place < was)), was


def _line(at: int, *, fresh: bool) -> dict[str, forms.Field]:
    gone: dict[str, forms.Field] = {
        f"gone{at}": forms.BooleanField(label=_("Take this line away"), required=False)
    }
    texts = inputs(f"line{at}", _("What is looked at"))
    texts[key(f"line{at}", LANGUAGES[0])].required = not fresh
    return {
        **texts,
        f"weight{at}": _number(_("Weight, 1 to 100"), 100, required=not fresh),
        f"place{at}": _number(_("Position"), 99),
        f"critical{at}": forms.BooleanField(label=_("“No” fails the whole check"), required=False),
        **({} if fresh else gone),
    }


def _number(label: Text, most: int, *, required: bool = False) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=most, required=required)


def _initial(sheet: QualitySheet) -> dict[str, Any]:
    found: dict[str, Any] = {"base": sheet.number, **spread("name", sheet.name)}
    for at, line in enumerate(sheet.criteria):
        found |= {
            **spread(f"line{at}", line["text"]),
            f"weight{at}": line["weight"],
            f"critical{at}": bool(line.get("critical")),
            f"place{at}": at + 1,
        }
    return found
