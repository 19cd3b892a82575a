"""The forms of the intake screen. Field names are those that the actions use in their messages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.cases.intake import BODY_MOST, PLACE_MOST, TITLE_MOST
from minben.cases.models import Case, Kind, Urgency
from minben.config.forms import DateInput, Form
from minben.desk.presenters.categories import category_choices
from minben.foundation.records.ids import new_id

CHANNELS = [("phone", _("Phone")), ("counter", _("Counter"))]
KINDS = [(code, label) for code, label in Kind.choices if code != Kind.APPLICATION]


class IntakeForm(Form):
    """What was said, and what becomes of it."""

    autocomplete = False
    party = forms.UUIDField(widget=forms.HiddenInput, required=False)
    asked_by = forms.UUIDField(widget=forms.HiddenInput, required=False)
    phone = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    call = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    title = forms.CharField(label=_("What it is about, in one line"), required=False, max_length=TITLE_MOST)
    category = forms.ChoiceField(label=_("Category"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, initial=Kind.ENQUIRY)
    urgency = forms.ChoiceField(
        label=_("Urgency"), required=False, choices=[("", _("As the category says")), *Urgency.choices]
    )
    place = forms.CharField(label=_("Place"), required=False, max_length=PLACE_MOST)
    body = forms.CharField(
        label=_("What was said"),
        required=False,
        max_length=BODY_MOST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    privacy = forms.ChoiceField(label=_("Name"), choices=Case.Privacy.choices, initial=Case.Privacy.OPEN)
    channel = forms.ChoiceField(label=_("Channel"), choices=CHANNELS, initial="phone")
    answer = forms.CharField(
        label=_("Answer given at once"),
        required=False,
        max_length=BODY_MOST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = category_choices()  # type: ignore[attr-defined]
        for name in ("party", "asked_by", "phone", "call"):
            self.fields[name].widget.attrs["form"] = "request"


def fresh(**initial: Any) -> IntakeForm:
    """An empty form with a key of its own, so that sending it twice makes one case."""
    return IntakeForm(initial={"key": new_id().hex, **initial})


class NewCallerForm(Form):
    """One click: somebody nobody knows yet."""

    autocomplete = False
    name = forms.CharField(label=_("Name, if given"), required=False, max_length=200)
    phone = forms.CharField(label=_("Phone number, if known"), required=False, max_length=40)


class CheckForm(Form):
    """Two of three answers. Whether they are right is judged by the action, never shown."""

    autocomplete = False
    birth_date = forms.DateField(label=_("Date of birth"), required=False, widget=DateInput())
    tail = forms.CharField(label=_("Last four of an identity number"), required=False, max_length=4)
    address = forms.CharField(label=_("Street and number of the address"), required=False, max_length=300)
    document_seen = forms.BooleanField(label=_("I saw an identity document at the counter"), required=False)


class WordsForm(Form):
    """Something more about an open case."""

    autocomplete = False
    text = forms.CharField(
        label=_("What was said"),
        required=False,
        max_length=BODY_MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
