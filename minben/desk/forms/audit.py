"""What a search of the trail is narrowed to."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.cases.queries import id_of_number
from minben.config.forms import DateInput, Form
from minben.foundation.audit.queries import Asked

TRAILS = [("audit", _("Changes")), ("reads", _("Looks"))]


class TrailForm(Form):
    """The filter above the lines. ``subject`` is a case number, or the key of a person, a case or anything else."""

    autocomplete = False
    trail = forms.ChoiceField(label=_("Trail"), choices=TRAILS, required=False)
    actor = forms.CharField(label=_("Who (name or key)"), required=False, max_length=120)
    subject = forms.CharField(label=_("On what (case number or key)"), required=False, max_length=60)
    action = forms.CharField(label=_("Action or page begins with"), required=False, max_length=60)
    since = forms.DateField(label=_("From the day"), widget=DateInput(), required=False)
    until = forms.DateField(label=_("Up to the day"), widget=DateInput(), required=False)

    def clean_subject(self) -> uuid.UUID | None:
        """Which thing is meant. The audit administrator reads no case: only the key is looked up."""
        text: str = self.cleaned_data.get("subject", "").strip()
        if not text:
            return None
        found = _key(text) or id_of_number(text)
        if found is None:
            raise forms.ValidationError(_("No case has this number. Write the whole number, or a key."))
        return found

    @property
    def chosen(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("trail") or "audit")

    @property
    def asked(self) -> Asked:
        self.is_valid()
        given: dict[str, Any] = self.cleaned_data
        who = given.get("actor", "").strip()
        key = _key(who)
        return Asked(
            actor="" if key else who,
            actor_ids=(key,) if key else (),
            subject_id=given.get("subject"),
            action=given.get("action", "").strip(),
            since=_start(given.get("since")),
            until=_start(given["until"] + dt.timedelta(days=1)) if given.get("until") else None,
        )


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _start(day: dt.date | None) -> dt.datetime | None:
    return dt.datetime.combine(day, dt.time(), tzinfo=timezone.get_current_timezone()) if day else None
