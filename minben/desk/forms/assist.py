"""A whole form on one page, as a clerk fills it in for somebody. What is right is judged by the action alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from minben.cases.actions.assist import Helped
from minben.catalog.forms import Kind
from minben.config.forms import DateInput, Form, first_input
from minben.config.questions import field_of
from minben.foundation.records.errors import Problem
from minben.foundation.records.translated import localized

PLACE = "answers."


class AnswersForm(Form):
    """A field for each question but files and promises. It refuses nothing itself: what is typed is kept as it is."""

    autocomplete = False

    def __init__(self, helped: Helped, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=helped.answers, prefix="a")
        for question in helped.questions:
            if question.kind in {Kind.FILE, Kind.PROMISE}:
                continue
            field = field_of(question, date=lambda: forms.CharField(widget=DateInput()))
            field.required = question.required and not helped.known_number(question)
            field.widget.attrs["autocomplete"] = "off"
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 2
            self.fields[question.key] = field

    def full_clean(self) -> None:
        """Nothing is cleaned here."""
        self._errors, self.cleaned_data = ErrorDict(), {}

    def typed(self) -> dict[str, Any]:
        return {
            name: field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            for name, field in self.fields.items()
        }

    def mark(self, problem: Problem) -> dict[str, str]:
        """Put what is wrong at its field; returns what is wrong with the files, by question."""
        elsewhere: dict[str, str] = {}
        for name, message in problem.fields.items():
            key = name.removeprefix(PLACE)
            if key in self.fields:
                self.add_error(key, str(message))
            else:
                elsewhere[key] = str(message)
        if not problem.fields:
            self.add_error(None, str(problem.message))
        return elsewhere


def summary_of(helped: Helped, form: AnswersForm, wrong: Mapping[str, str]) -> list[tuple[str, str]]:
    """(id to jump to, which question and what is wrong with it), in the order of the form."""
    found = [("", str(message)) for message in form.non_field_errors()]
    for question in helped.questions:
        label = str(localized(question.label))
        if question.key in wrong:
            found.append((f"id_file_{question.key}", f"{label}: {wrong[question.key]}"))
        elif question.key in form.fields:
            bound = form[question.key]
            found += [(first_input(bound), f"{label}: {message}") for message in bound.errors]
    return found


class ChannelForm(Form):
    """How the person is here, and the call that it is about."""

    autocomplete = False
    channel = forms.ChoiceField(
        label=_("The person is"),
        choices=[("counter", _("at the counter")), ("phone", _("on the telephone"))],
        initial="counter",
        widget=forms.RadioSelect,
    )
    call = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)
