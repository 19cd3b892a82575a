"""How every Django form looks: one renderer, one order (label, hint, error, input), one error summary."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from minben.foundation.records.errors import Problem

AUTOCOMPLETE = {
    "name": "name",
    "full_name": "name",
    "phone": "tel",
    "mobile": "tel",
    "email": "email",
    "address": "street-address",
    "birth_date": "bday",
    "born": "bday",
    "organisation": "organization",
    "code": "one-time-code",
}
"""WCAG 1.3.5: fields about the person say so. Pages about somebody else set ``autocomplete = False``."""


class Renderer(TemplatesSetting):
    """Draws forms and fields with our own components (setting ``FORM_RENDERER``)."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class Form(forms.Form):
    """A form of the house: no browser bubbles in place of messages, autocomplete where it helps.

    ``autocomplete = False`` on the class for forms a clerk fills in about somebody else.
    """

    required_css_class = ""
    use_required_attribute = False
    autocomplete = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            purpose = AUTOCOMPLETE.get(name, "") if self.autocomplete else "off"
            if purpose and not isinstance(field.widget, forms.HiddenInput):
                field.widget.attrs.setdefault("autocomplete", purpose)
            name_when_missing(field, name)

    def add_problem(self, problem: Problem) -> None:
        """What an action answered instead of doing it, put at the fields it names, else at the top."""
        for name, message in problem.fields.items():
            self.add_error(name if name in self.fields else None, str(message))
        if not problem.fields:
            self.add_error(None, str(problem.message))


def name_when_missing(field: forms.Field, name: str) -> None:
    """“Fill in: Full name” instead of “This field is required.”: a summary of errors must say which."""
    label = field.label or name.replace("_", " ").capitalize()
    if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        choosing = isinstance(field, (forms.ChoiceField, forms.FileField))
        ticking = isinstance(field, forms.BooleanField)
        sentence = (
            _("Tick: {label}") if ticking else _("Choose: {label}") if choosing else _("Fill in: {label}")
        )
        field.error_messages["required"] = format_lazy(sentence, label=label)


def errors_of(form: forms.BaseForm) -> list[tuple[str, str]]:
    """(id to jump to, message) of every error: those of the whole form first, then by field."""
    found = [("", str(message)) for message in form.non_field_errors()]
    for bound in form:
        found += [(first_input(bound), str(message)) for message in bound.errors]
    return found


def first_input(bound: forms.BoundField) -> str:
    """The id of the input that an error link should reach: the first one of a group."""
    base = bound.auto_id
    kind = field_kind(bound)
    return f"{base}_0" if kind in {"choices", "parts"} else base


class OneOfSeveral(forms.CharField):
    """One of several inputs of which at least one is to be filled in: none of them alone is needed, none is optional.

    Whether one was filled in is asked by the action, or by ``clean`` of the form.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)


def is_optional(bound: forms.BoundField) -> bool:
    """May it be left empty whatever else is filled in? Then its label says so."""
    return not bound.field.required and not isinstance(bound.field, OneOfSeveral)


def field_kind(bound: forms.BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, DateParts):
        return "parts"
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    return "file" if isinstance(widget, forms.FileInput) else "input"


class DateInput(forms.DateInput):
    """A day near now: the browser's own calendar. For a remembered day use :class:`DatePartsField`."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class DateParts(forms.MultiWidget):
    """A remembered day (birth, wedding) in three boxes: year, month, day."""

    template_name = "forms/date_parts.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes = [forms.TextInput(attrs={"inputmode": "numeric", "maxlength": n}) for n in (4, 2, 2)]
        super().__init__(boxes, attrs)

    def decompress(self, value: date | None) -> list[Any]:
        return [value.year, value.month, value.day] if value else [None, None, None]


class DatePartsField(forms.MultiValueField):
    """A date from three boxes. A wrong one is named; what was typed stays."""

    widget = DateParts

    def __init__(self, **kwargs: Any) -> None:
        message = {"invalid": _("Write the year, month and day in figures.")}
        parts = [forms.IntegerField(error_messages=message) for _part in range(3)]
        super().__init__(parts, require_all_fields=True, **kwargs)

    def compress(self, data_list: Sequence[int]) -> date | None:
        if not data_list:
            return None
        try:
            return date(*data_list)
        except ValueError as error:
            raise ValidationError(_("There is no such day. Check the year, month and day.")) from error
