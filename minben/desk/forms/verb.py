"""One table: each verb of ``cases.actions`` with its form and its words. The rules stay in the actions.

A form's field names are those that the actions use in their messages, so an error lands at its field.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from minben.cases.models import Case
from minben.foundation.access.actor import Actor
from minben.foundation.records.ids import new_id

from .asking import AskingForm
from .fields import Setting
from .verbs import VERBS, Given, Verb


class VerbForm(AskingForm):
    """The form of one verb: its fields, the version that was looked at, and a key that makes sending twice harmless."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.UUIDField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, verb: Verb, setting: Setting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{verb.name}_%s", **kwargs)
        self.verb = verb
        made = {name: maker(setting) for name, maker in verb.fields.items()}
        self.fields = {**made, **self.fields}
        self.mark(True)

    def needed(self) -> Collection[str]:
        return self.verb.fields.keys() - self.verb.optional

    @property
    def given(self) -> Given:
        return Given(self.cleaned_data)


def verb_named(name: str) -> Verb | None:
    return VERBS.get(name)


def blank(verb: Verb, actor: Actor, case: Case, *, seen: uuid.UUID | None) -> VerbForm:
    """A form to fill in."""
    initial = {"version": case.version, "seen": seen, "key": new_id().hex}
    return VerbForm(verb, Setting(actor, case), initial=initial)


def filled(
    verb: Verb, actor: Actor, case: Case, data: QueryDict, files: MultiValueDict[str, Any]
) -> VerbForm:
    """What was typed, with the case as it is now."""
    return VerbForm(verb, Setting(actor, case), data, files)


def renewed(form: VerbForm, case: Case, *, seen: uuid.UUID | None) -> VerbForm:
    """The same words over the case as it is now, so that sending again is a decision, not an accident."""
    data = cast("QueryDict", form.data).copy()
    data["version"], data["seen"] = str(case.version), str(seen or "")
    form.data = data
    return form
