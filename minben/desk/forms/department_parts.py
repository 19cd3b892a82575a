"""What is set for one department: days of its own, the categories and services that it answers for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Department
from minben.catalog.models import Category
from minben.catalog.queries import categories, services_elsewhere
from minben.config.forms import DateInput, Form
from minben.foundation.records.translated import localized

from .translated import gathered, inputs


class OwnDaysForm(Form):
    """From one day to another, free or worked, and why."""

    autocomplete = False
    first = forms.DateField(label=_("First day"), widget=DateInput())
    last = forms.DateField(label=_("Last day"), widget=DateInput(), required=False)
    working = forms.ChoiceField(
        label=_("These days are"),
        choices=[
            ("free", _("Free here, though the city works")),
            ("worked", _("Worked, though the city is free")),
        ],
        initial="free",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last"].help_text = _("Leave it empty for a single day.")
        self.fields |= inputs("note", _("What for"), most=120, hint=_("Your colleagues read it."))

    def details(self) -> dict[str, Any]:
        """The values for the action."""
        given = self.cleaned_data
        last = given["last"] or given["first"]
        note = gathered("note", given)
        return {"first": given["first"], "last": last, "working": given["working"] == "worked", "note": note}


class CategoriesForm(Form):
    """Every category; those that name the department are ticked."""

    autocomplete = False
    categories = forms.MultipleChoiceField(
        label=_("Requests about these come here"),
        help_text=_("Dispatchers are shown this department first; they still decide."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, held: Department, **kwargs: Any) -> None:
        rows = categories()
        kwargs.setdefault("initial", {"categories": [r.code for r in rows if r.department_code == held.code]})
        super().__init__(*args, **kwargs)
        field = self.fields["categories"]
        field.choices = _choices(rows, held)  # type: ignore[attr-defined]


def _choices(rows: list[Category], held: Department) -> list[tuple[str, str]]:
    names = dict(Department.objects.filter(active=True).values_list("code", "name"))
    tops = {row.id: row for row in rows}
    return [
        (row.code, _line(row, tops.get(row.parent_id) if row.parent_id else None, names, held))
        for row in rows
    ]


def _line(row: Category, above: Category | None, names: dict[str, Any], held: Department) -> str:
    name = f"{localized(above.name)} › {localized(row.name)}" if above else str(localized(row.name))
    other = row.department_code if row.department_code != held.code else ""
    if not other:
        return name
    whose = localized(names[other]) if other in names else other
    return gettext("%(category)s (now: %(department)s)") % {"category": name, "department": whose}


class ServiceForm(Form):
    """One service of another department."""

    autocomplete = False
    service = forms.ChoiceField(label=_("Service"))

    def __init__(self, *args: Any, held: Department, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pairs = [
            (str(v.service_id), f"{localized(v.name)} — {localized(v.service.department.name)}")
            for v in services_elsewhere(held)
        ]
        self.fields["service"].choices = [("", _("Choose a service")), *pairs]  # type: ignore[attr-defined]
