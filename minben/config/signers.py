"""Naming those who must sign: the same for the public and for staff."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.cases.actions.signing import Named
from minben.cases.applications.matter import Role
from minben.foundation.records.translated import localized

from .forms import Form


class SignersForm(Form):
    """A name and an address for each place; places above the least may stay empty."""

    autocomplete = False

    def __init__(self, *args: Any, roles: Sequence[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = [
            (at, role, number < role.least) for at, role in enumerate(roles) for number in range(role.most)
        ]
        for place, (_at, role, needed) in enumerate(self.places):
            who = str(localized(role.name))
            self.fields[f"name_{place}"] = forms.CharField(
                label=_("Name: %(who)s") % {"who": who}, max_length=120, required=needed
            )
            self.fields[f"address_{place}"] = forms.CharField(
                label=_("Phone or e-mail address: %(who)s") % {"who": who},
                help_text=_("The link to sign goes there."),
                max_length=254,
                required=needed,
            )

    def clean(self) -> dict[str, Any]:
        """A second or third place is filled in wholly or not at all."""
        given = super().clean() or self.cleaned_data
        for place, (_at, _role, needed) in enumerate(self.places):
            name, address = given.get(f"name_{place}"), given.get(f"address_{place}")
            if not needed and bool(name) != bool(address):
                missing = "address" if name else "name"
                self.add_error(f"{missing}_{place}", _("Fill in both, or leave both empty."))
        return given

    def named(self) -> list[Named]:
        given = self.cleaned_data
        return [
            Named(at, given[f"name_{place}"], given[f"address_{place}"])
            for place, (at, _role, _needed) in enumerate(self.places)
            if given.get(f"name_{place}")
        ]

    def shown(self) -> list[dict[str, Any]]:
        """Each place with its two fields."""
        return [
            {
                "role": role,
                "name": self[f"name_{place}"],
                "address": self[f"address_{place}"],
                "needed": needed,
            }
            for place, (_at, role, needed) in enumerate(self.places)
        ]
