"""Writing an announcement."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Announcement
from minben.config.forms import DateInput, Form
from minben.foundation.access.roles import Role

from .fields import department_pairs
from .translated import gathered, inputs


class AnnouncementForm(Form):
    """In one language at least; no department and no role means everybody."""

    autocomplete = False
    importance = forms.ChoiceField(
        label=_("How important"),
        choices=Announcement.Importance.choices,
        initial=Announcement.Importance.ORDINARY,
        widget=forms.RadioSelect,
    )
    departments = forms.MultipleChoiceField(
        label=_("For departments"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("Departments below them read it too. Choose none for everybody."),
    )
    roles = forms.MultipleChoiceField(
        label=_("For roles"), required=False, choices=Role.choices, widget=forms.CheckboxSelectMultiple
    )
    since = forms.DateField(label=_("First day"), widget=DateInput())
    until = forms.DateField(label=_("Last day"), widget=DateInput())

    def __init__(self, data: Any = None) -> None:
        today = timezone.localdate()
        super().__init__(data, initial={"since": today, "until": today + dt.timedelta(days=7)})
        self.fields["departments"].choices = department_pairs()  # type: ignore[attr-defined]
        title = inputs("title", _("Title"), most=120, needed=True)
        texts = title | inputs("body", _("Text"), most=4000, rows=3, needed=True)
        self.fields = {**texts, **self.fields}

    def wanted(self) -> dict[str, Any]:
        """The arguments of the action: days are whole days of the jurisdiction."""
        given = self.cleaned_data
        return {
            "title": gathered("title", given),
            "body": gathered("body", given),
            "importance": given["importance"],
            "departments": [uuid.UUID(key) for key in given["departments"]],
            "roles": given["roles"],
            "since": _start(given["since"]),
            "until": _start(given["until"] + dt.timedelta(days=1)),
        }


def _start(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=timezone.get_current_timezone())
