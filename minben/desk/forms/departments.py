"""Departments, and the offices in which people are received."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Department, Office
from minben.config.forms import Form
from minben.foundation.records.errors import Text

from .fields import department_pairs
from .translated import gathered, inputs, spread

DAYS: tuple[Text, ...] = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)
ORDINARY = "09:00-12:00, 13:30-17:00"
SPAN = re.compile(r"(\d{1,2}:\d{2})\s*[-–—~至]\s*(\d{1,2}:\d{2})")


class _Named(Form):
    """A thing with a code and a name in at least one language."""

    autocomplete = False
    texts: tuple[str, ...] = ("name",)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not gathered("name", given):
            self.add_error("name_zh_hant", _("Write the name in at least one language."))
        return given

    def details(self) -> dict[str, Any]:
        """The values for the action."""
        given = self.cleaned_data
        found = {text: gathered(text, given) for text in self.texts}
        return {**found, "code": given["code"], "phone": given["phone"]}


def _code(hint: Text) -> forms.RegexField:
    wrong = _("Use letters, figures, dots, hyphens and underscores.")
    return forms.RegexField(
        r"^[\w.-]+$", label=_("Short code"), max_length=40, help_text=hint, error_messages={"invalid": wrong}
    )


class DepartmentForm(_Named):
    """What a department is called, answers for, and stands under."""

    texts = ("name", "duties")
    code = _code(_("A short one of your own, used in imports."))

    def __init__(self, *args: Any, held: Department | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _of_department(held) if held else {})
        super().__init__(*args, **kwargs)
        self.held = held
        own = str(held.id) if held else ""
        pairs = [("", _("None")), *[pair for pair in department_pairs() if pair[0] != own]]
        self.fields |= inputs("name", _("Official name"), needed=True)
        self.fields |= {
            "parent": forms.ChoiceField(label=_("Stands under"), choices=pairs, required=False),
            **inputs(
                "duties", _("Duties"), most=2000, rows=2, hint=_("In plain words. Dispatchers read them.")
            ),
            "phone": forms.CharField(label=_("Phone"), max_length=40, required=False),
            "is_centre": forms.BooleanField(
                label=_("This is the hotline centre"),
                help_text=_("It takes and dispatches requests. There is one."),
                required=False,
            ),
        }

    def parent(self) -> Department | None:
        wanted = self.cleaned_data["parent"]
        return Department.objects.filter(id=wanted).first() if wanted else None

    def details(self) -> dict[str, Any]:
        return {**super().details(), "is_centre": self.cleaned_data["is_centre"]}


def _of_department(held: Department) -> dict[str, Any]:
    plain = {"code": held.code, "phone": held.phone, "is_centre": held.is_centre}
    texts = {**spread("name", held.name), **spread("duties", held.duties)}
    return {**plain, **texts, "parent": str(held.parent_id or "")}


class OfficeForm(_Named):
    """Where people are received, and when."""

    texts = ("name", "address", "transit", "accessibility")
    code = _code(_("A short one of your own, used in imports."))

    def __init__(self, *args: Any, held: Office | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _of_office(held) if held else _usual())
        super().__init__(*args, **kwargs)
        self.fields |= inputs("name", _("Official name"), needed=True)
        self.fields |= inputs("address", _("Address"), most=300)
        self.fields["phone"] = forms.CharField(label=_("Phone"), max_length=40, required=False)
        self.fields |= {f"hours_{n}": _hours(n, day) for n, day in enumerate(DAYS, start=1)}
        self.fields |= inputs("transit", _("How to get there"), most=300)
        self.fields |= inputs(
            "accessibility",
            _("Accessibility"),
            most=300,
            hint=_("Ramps, sign language, hearing loop, seats."),
        )
        if held:
            self.fields["active"] = forms.BooleanField(
                label=_("Open to the public"),
                help_text=_("Untick it when the office is given up."),
                required=False,
            )

    def details(self) -> dict[str, Any]:
        given = self.cleaned_data
        active = {"active": given["active"]} if "active" in given else {}
        hours = {str(n): spans for n in range(1, 8) if (spans := given[f"hours_{n}"])}
        return {**super().details(), "hours": hours, **active}


class HoursField(forms.CharField):
    """``09:00-12:00, 13:30-17:00`` as spans; the action says whether they are in order."""

    def clean(self, value: Any) -> list[list[str]]:
        text = super().clean(value)
        if SPAN.sub("", text).strip(" ,，、;；"):
            raise forms.ValidationError(_("Write hours like 09:00-12:00, 13:30-17:00, or leave it empty."))
        return [[start.zfill(5), end.zfill(5)] for start, end in SPAN.findall(text)]


def _hours(number: int, day: Text) -> HoursField:
    hint = _("Like 09:00-12:00, 13:30-17:00. Empty: closed.") if number == 1 else ""
    return HoursField(
        label=format_lazy(_("Open on {day}"), day=day), required=False, max_length=80, help_text=hint
    )


def _usual() -> dict[str, str]:
    return {f"hours_{n}": ORDINARY for n in range(1, 6)}


def _of_office(held: Office) -> dict[str, Any]:
    texts: dict[str, Any] = {}
    for name in OfficeForm.texts:
        texts |= spread(name, getattr(held, name))
    return {**texts, **_written(held.hours), "code": held.code, "phone": held.phone, "active": held.active}


def _written(hours: Mapping[str, list[list[str]]]) -> dict[str, str]:
    return {
        f"hours_{day}": ", ".join(f"{start}-{end}" for start, end in spans) for day, spans in hours.items()
    }
