"""Naming a list that one wants to keep."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.agencies.queries import department_names
from minben.foundation.access.actor import Actor
from minben.foundation.access.roles import CASE_ROLES

from .asking import AskingForm


class SaveViewForm(AskingForm):
    name = forms.CharField(label=_("Name of the list"), max_length=60, required=False)
    share = forms.ChoiceField(label=_("Who sees it"), required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="view_%s", **kwargs)
        names = department_names(actor.departments(*CASE_ROLES))
        shared = [(str(key), _("Everybody in %(name)s") % {"name": name}) for key, name in names.items()]
        self.fields["share"].choices = [("", _("Only you")), *shared]  # type: ignore[attr-defined]
