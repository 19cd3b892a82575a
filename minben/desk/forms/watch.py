"""Doing something to the cases that were ticked in a list of the board."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import RoleGrant
from minben.agencies.queries import department_names
from minben.config.forms import Form
from minben.foundation.access.roles import Role
from minben.foundation.records.errors import Text

from .board import CaseIds

DOINGS = ("assign", "hurry", "supervise")
WORKERS = (Role.OFFICER, Role.AGENT, Role.DISPATCHER, Role.CHECKER, Role.CALLBACK)


class TickedForm(Form):
    """Who gets them, or what is said; which button was pressed says what of the two is needed."""

    autocomplete = False
    case = CaseIds(label=_("Cases"))
    person = forms.ChoiceField(label=_("To whom"), required=False)
    text = forms.CharField(
        label=_("What you expect, and by when"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Is read by those who work on it; the citizen reads a reminder without these words."),
    )

    def __init__(self, data: Any = None, *, departments: Iterable[uuid.UUID | None] = ()) -> None:
        super().__init__(data)
        choices = [("", _("Everybody there")), *people_by_department(departments)]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]

    @property
    def doing(self) -> str:
        wanted = self.data.get("do", "")
        return wanted if wanted in DOINGS else ""

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"]).strip()
        if self.doing == "supervise" and not text:
            raise forms.ValidationError(_("Say what you expect, and by when."))
        return text


def people_by_department(departments: Iterable[uuid.UUID | None]) -> list[tuple[str, list[tuple[str, Text]]]]:
    """Who works where, a group for each department: two statements."""
    wanted = {key for key in departments if key}
    grants = RoleGrant.objects.filter(department_id__in=wanted, role__in=WORKERS, staff__active=True)
    rows = grants.order_by("staff__sort_key", "staff__name").values_list(
        "department_id", "staff_id", "staff__name", "until"
    )
    names, groups = department_names(wanted), dict[uuid.UUID, dict[str, Text]]()
    for department, staff, name, until in rows[:500]:
        said = _("%(name)s (lent)") % {"name": name} if until else name
        groups.setdefault(department, {}).setdefault(str(staff), said)
    return [(names.get(key, ""), list(people.items())) for key, people in groups.items()]
