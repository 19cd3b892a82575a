"""Trying a drawing out: what is assumed of the case, and the trial itself as it travels through the browser."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from minben.cases.course.trying import Move, Told, Trial
from minben.cases.models import Kind, Urgency
from minben.config.forms import Form
from minben.foundation.records.errors import Invalid

SALT = "desk.trial"
KEPT = dt.timedelta(days=1)
DEPTH = 20


class AssumedForm(Form):
    """The case that walks through the drawing. It is nobody's, and nothing of it is kept."""

    autocomplete = False
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices, initial=Urgency.E2)
    topic = forms.CharField(label=_("Topic"), max_length=60, required=False, help_text=_("Its code."))
    area = forms.CharField(label=_("Area"), max_length=20, required=False, help_text=_("Its code."))
    answers = forms.CharField(
        label=_("Answers of the form"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_('As JSON, like {"floor_area": 80, "owner": true}.'),
    )

    def clean_answers(self) -> dict[str, Any]:
        return json_object(self.cleaned_data["answers"])

    def told(self) -> Told:
        return Told(
            **{name: self.cleaned_data[name] for name in ("kind", "urgency", "topic", "area", "answers")}
        )


def json_object(text: str) -> dict[str, Any]:
    """What was typed as one JSON object; nothing is an empty one. Raises ValidationError with what to write."""
    try:
        found = json.loads(text) if text.strip() else {}
    except (ValueError, RecursionError) as wrong:
        raise forms.ValidationError(_('This is no JSON. Write it like {"name": "value"}.')) from wrong
    if not isinstance(found, dict) or _deeper(found, DEPTH):
        raise forms.ValidationError(_('Write one object, like {"name": "value"}.'))
    return found


def _deeper(value: Any, most: int) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return most == 0 or any(_deeper(one, most - 1) for one in inner)


def sealed(trial: Trial, version_id: str) -> str:
    """The trial for a hidden field: signed, so that it comes back as it went; nothing is stored here."""
    kept = {
        "version": version_id,
        "told": asdict(trial.told),
        "since": trial.since.isoformat(),
        "moves": [[move.do, move.at, move.nth, move.name, move.value] for move in trial.moves],
    }
    return signing.dumps(kept, salt=SALT, compress=True)


def opened(text: str, version_id: str) -> Trial:
    """The trial again. Raises Invalid for one of another version, too old or changed on its way."""
    try:
        kept = signing.loads(text, salt=SALT, max_age=KEPT)
    except signing.BadSignature as wrong:
        raise Invalid(_("This trial is over. Begin another one.")) from wrong
    if kept["version"] != version_id:
        raise Invalid(_("This trial is over. Begin another one."))
    moves = tuple(Move(*move) for move in kept["moves"])
    return Trial(Told(**kept["told"]), dt.datetime.fromisoformat(kept["since"]), moves)
