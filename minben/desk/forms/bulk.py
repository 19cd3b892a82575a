"""What can be done to many cases at once, in words, and what is asked for first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.cases.intake import BODY_MOST
from minben.desk.presenters.categories import category_choices
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import allowed
from minben.foundation.records.errors import Text

from .asking import AskingForm
from .fields import staff_pairs


@dataclass(frozen=True)
class BulkVerb:
    """``asks``: the one field of its form, "" for none. ``lasting``: it cannot be taken back."""

    name: str
    label: Text
    icon: str
    done: Text
    asks: str = ""
    field: Text = ""
    lasting: bool = False
    policy: str = ""


BULK_VERBS = {
    verb.name: verb
    for verb in (
        BulkVerb("take", _("Take"), "inbox", _("Taken"), policy="desk.open"),
        BulkVerb(
            "assign", _("Assign to a person"), "person", _("Assigned"), "assignee", _("Colleague"), False
        ),
        BulkVerb(
            "hurry", _("Ask for progress"), "flag", _("Asked for progress"), "text", _("What was said"), True
        ),
        BulkVerb(
            "supervise",
            _("Supervise"),
            "eye",
            _("Under supervision"),
            "text",
            _("What you expect, and by when"),
            True,
        ),
        BulkVerb(
            "note",
            _("Internal note"),
            "edit",
            _("Note kept"),
            "text",
            _("What colleagues should know"),
            True,
        ),
        BulkVerb("sort", _("Change the topic"), "list", _("Topic changed"), "topic", _("Topic")),
    )
}


def verbs_for(actor: Actor) -> list[BulkVerb]:
    """Those that ``actor``'s roles allow on some case; each case is asked again when it is done."""
    return [verb for verb in BULK_VERBS.values() if allowed(actor, verb.policy or f"case.{verb.name}")]


class BulkForm(AskingForm):
    """The field of one verb, and a key that makes sending twice harmless."""

    assignee = forms.ChoiceField(required=False)
    text = forms.CharField(required=False, max_length=BODY_MOST, widget=forms.Textarea({"rows": 4}))
    topic = forms.ChoiceField(required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, verb: BulkVerb, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.verb = verb
        for name in {"assignee", "text", "topic"} - {verb.asks}:
            del self.fields[name]
        if verb.asks:
            self.fields[verb.asks].label = verb.field
        self._choices(actor)
        self.mark(True)

    def needed(self) -> Collection[str]:
        return {self.verb.asks} - {"", "assignee"}

    def _choices(self, actor: Actor) -> None:
        if "assignee" in self.fields:
            people = [("", _("Everybody there")), *staff_pairs(actor.departments())]
            self.fields["assignee"].choices = people  # type: ignore[attr-defined]
        if "topic" in self.fields:
            self.fields["topic"].choices = category_choices()  # type: ignore[attr-defined]
