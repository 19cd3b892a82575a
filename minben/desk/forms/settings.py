"""A group of settings as a form: the fields are made from what its room declared, the rules are the action's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from minben.config.forms import Form, name_when_missing
from minben.foundation.options.groups import Group, Kind, Option, Values
from minben.foundation.records.errors import Problem, Text
from minben.foundation.records.translated import LANGUAGES

from .translated import gathered, inputs, key, spread


class SettingsForm(Form):
    """``seen`` is the version that was looked at; ``sure`` is asked for only when something would be lost."""

    autocomplete = False

    def __init__(
        self, group: Group, data: Any = None, *, values: Values, seen: int, reason: str = ""
    ) -> None:
        self.group = group
        super().__init__(data, initial=_initial(group, values) | {"seen": seen, "reason": reason})
        for option in group.options():
            for name, field in _fields(option).items():
                name_when_missing(field, name)
                self.fields[name] = field
        self.fields["reason"] = forms.CharField(
            label=_("Why"), required=False, max_length=300, help_text=_("It stays in the history.")
        )
        self.fields["seen"] = forms.IntegerField(widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        """What the action is given."""
        given = self.cleaned_data
        return {option.name: _value(option, given) for option in self.group.options()}

    def readable(self) -> dict[str, Any]:
        """The values as far as they were typed well; none where one of them cannot be read."""
        try:
            return self.values()
        except KeyError:
            return {}

    def rows(self) -> list[tuple[Option, list[tuple[str, forms.BoundField]]]]:
        """Each text with its input in every language, side by side."""
        return [
            (option, [(language, self[key(option.name, language)]) for language in LANGUAGES])
            for option in self.group.options()
            if option.kind == Kind.TEXTS
        ]

    def others(self) -> list[forms.BoundField]:
        """What is no text in three languages."""
        return [self[option.name] for option in self.group.options() if option.kind != Kind.TEXTS]

    def clean(self) -> dict[str, Any]:
        """Each value by itself, so that all that is wrong is told at once; the action asks again, and for the rest."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for option in self.group.options():
            if not self.errors.keys() & set(_fields(option)):
                wrong = option.wrong(_value(option, given))
                if wrong is not None:
                    self.add_error(_first(option), str(wrong))
        return given

    def add_problem(self, problem: Problem) -> None:
        """A text in three languages is wrong at its first input, or at that of the language that is named."""
        first = {option.name: _first(option) for option in self.group.options()}
        fields = {_input(first, name): message for name, message in problem.fields.items()}
        super().add_problem(Problem(problem.message, fields=fields))

    def ask_whether_sure(self) -> None:
        self.fields["sure"] = forms.BooleanField(label=_("Take them away"), required=False)
        self.order_fields([*(o.name for o in self.group.options()), "reason", "sure"])

    @property
    def is_sure(self) -> bool:
        return bool(self.data.get("sure"))


def _initial(group: Group, values: Values) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for option in group.options():
        value = values[option.name]
        found |= spread(option.name, value) if option.kind == Kind.TEXTS else {option.name: value}
    return found


def _value(option: Option, given: dict[str, Any]) -> Any:
    if option.kind == Kind.TEXTS:
        return gathered(option.name, given)
    return option.tidy(given[option.name])


def _fields(option: Option) -> dict[str, forms.Field]:
    if option.kind == Kind.TEXTS:
        rows = 0 if option.most <= 200 else 14 if option.most > 5000 else 3
        return inputs(
            option.name, option.label, most=option.most, rows=rows, hint=option.help, needed=option.needed
        )
    return {option.name: _MAKERS[option.kind](option)}


def _input(first: dict[str, str], name: str) -> str:
    option, _dot, language = name.partition(".")
    return key(option, language) if language else first.get(name, name)


def _first(option: Option) -> str:
    return next(iter(_fields(option)))


def _text(option: Option) -> forms.Field:
    return forms.CharField(
        label=option.label, help_text=option.help, required=option.needed, max_length=option.most
    )


def _number(option: Option) -> forms.Field:
    return forms.IntegerField(
        label=_with_unit(option),
        help_text=option.help,
        widget=forms.NumberInput(attrs={"min": option.least, "max": option.most, "class": "input--short"}),
    )


def _with_unit(option: Option) -> Text:
    return (
        format_lazy(_("{label} ({unit})"), label=option.label, unit=option.unit)
        if option.unit
        else option.label
    )


def _choice(option: Option) -> forms.Field:
    return forms.ChoiceField(
        label=option.label, help_text=option.help, choices=option.choices, widget=forms.RadioSelect
    )


def _many(option: Option) -> forms.Field:
    return forms.MultipleChoiceField(
        label=option.label,
        help_text=option.help,
        choices=option.choices,
        required=option.needed,
        widget=forms.CheckboxSelectMultiple,
    )


_MAKERS = {Kind.TEXT: _text, Kind.NUMBER: _number, Kind.CHOICE: _choice, Kind.MANY: _many}
