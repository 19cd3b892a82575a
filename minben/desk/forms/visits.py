"""Forms of counters: a number for somebody, priority by law, how an office receives people."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Department, Office
from minben.agencies.queries import department_tree
from minben.catalog.models import PublicService, ServiceVersion
from minben.catalog.queries import name_order
from minben.config.forms import Form
from minben.foundation.records.errors import Text
from minben.foundation.records.translated import localized
from minben.visits.actions.setting_up import LIMITS
from minben.visits.models import Counter, Reception, ServiceTime

from .translated import gathered, inputs, spread


class TakeForm(Form):
    """What somebody comes for."""

    autocomplete = False
    service = forms.ChoiceField(label=_("Service"), required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, data: Any = None, *, services: Sequence[ServiceVersion], key: str) -> None:
        super().__init__(data, initial={"key": key})
        pairs = [(str(one.service_id), str(localized(one.name))) for one in services]
        self.fields["service"].choices = [("", _("Something else")), *pairs]  # type: ignore[attr-defined]

    def service_id(self) -> uuid.UUID | None:
        chosen = self.cleaned_data["service"]
        return uuid.UUID(chosen) if chosen else None


class PriorityForm(Form):
    """The law that gives priority and what was seen. Whether both are there is the action's rule."""

    autocomplete = False
    basis = forms.CharField(
        label=_("Law that gives priority"),
        required=False,
        max_length=300,
        help_text=_("For example: Law on the Protection of Disabled Persons, article 50"),
    )
    proof = forms.CharField(
        label=_("What you saw"),
        required=False,
        max_length=300,
        help_text=_("The kind of document, like “disability certificate”. No number."),
    )


FIGURES: dict[str, tuple[Text, Text]] = {
    "per_counter": (_("Bookings per counter and half hour"), ""),
    "minutes": (_("Minutes of a visit"), _("Where nothing is said for the service.")),
    "days_ahead": (_("Days ahead that can be booked"), ""),
    "change_minutes": (
        _("Minutes before the time until which one can move or cancel"),
        _("120 are two hours."),
    ),
    "early": (_("Minutes before the time that count as on time"), ""),
    "late": (
        _("Minutes after the time that count as on time"),
        _("Who comes later waits like those without a time."),
    ),
    "ordinary_every": (
        _("One in so many calls of a counter goes to whoever came first"),
        _("Without regard to priority or a booked time, so that nobody waits for ever."),
    ),
}


class RulesForm(Form):
    """How an office receives people."""

    autocomplete = False
    booking = forms.BooleanField(label=_("Appointments can be booked"), required=False)

    def __init__(self, data: Any = None, *, held: Reception | None) -> None:
        shown = held or Reception()
        super().__init__(data, initial={name: getattr(shown, name) for name in (*FIGURES, "booking")})
        for name, (label, hint) in FIGURES.items():
            least, most = LIMITS[name]
            self.fields[name] = forms.IntegerField(
                label=label, help_text=hint, min_value=least, max_value=most
            )


class CounterForm(Form):
    """One counter: how it is called, whose clerks sit there, what it serves."""

    autocomplete = False
    code = forms.CharField(
        label=_("Number of the counter"), max_length=8, help_text=_("As it is called: 3, 12, B2")
    )
    department = forms.ChoiceField(label=_("Whose clerks sit here"))
    services = forms.MultipleChoiceField(
        label=_("What it serves"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose none for everything."),
    )
    active = forms.BooleanField(label=_("In use"), required=False)

    def __init__(self, data: Any = None, *, office: Office, held: Counter | None) -> None:
        super().__init__(data, initial=_counter_initial(office, held))
        lines = department_tree()
        self.fields["department"].choices = [  # type: ignore[attr-defined]
            (str(one.id), f"{'　' * depth}{localized(one.name)}") for depth, one in lines
        ]
        self.fields["services"].choices = offered_at(office)  # type: ignore[attr-defined]
        self.fields |= inputs("name", _("What it is for"), most=60)

    def details(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "code": given["code"],
            "name": gathered("name", given),
            "department": Department.objects.get(pk=given["department"]),
            "services": list(PublicService.objects.filter(id__in=given["services"])),
            "active": given["active"],
        }


def _counter_initial(office: Office, held: Counter | None) -> dict[str, Any]:
    if held is None:
        return {"department": str(office.department_id), "active": True}
    return {
        "code": held.code,
        "department": str(held.department_id),
        "services": [str(one.id) for one in held.services.all()],
        "active": held.active,
        **spread("name", held.name),
    }


def offered_at(office: Office) -> list[tuple[str, str]]:
    """Guides that name the office."""
    rows = ServiceVersion.objects.filter(state=ServiceVersion.State.PUBLISHED, places=office)
    found = rows.order_by(name_order(get_language() or ""), "service_id").values_list("service_id", "name")[
        :500
    ]
    return [(str(key), str(localized(name))) for key, name in found]


class TimesForm(Form):
    """How long each service takes here; an empty one is as the office says."""

    autocomplete = False

    def __init__(self, data: Any = None, *, office: Office) -> None:
        held = dict(ServiceTime.objects.filter(office=office).values_list("service_id", "minutes"))
        super().__init__(data, initial={str(key): minutes for key, minutes in held.items()})
        least, most = LIMITS["minutes"]
        for key, name in offered_at(office):
            self.fields[key] = forms.IntegerField(
                label=name, min_value=least, max_value=most, required=False, show_hidden_initial=True
            )

    def changed(self) -> dict[uuid.UUID, int | None]:
        """Only what was typed over: what somebody else set since the page was drawn stays."""
        return {uuid.UUID(key): self.cleaned_data[key] for key in self.changed_data}
