"""What the list of cases can be narrowed to. It is all in the address, so a list can be kept and sent."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.cases.intake.doors import CHANNELS
from minben.cases.models import CaseScope, Kind, Status, Urgency
from minben.cases.queries import Filter
from minben.config.forms import DateInput
from minben.desk.presenters.columns import CHOICES, SHOWN, Column, chosen
from minben.foundation.access.actor import Actor

from .asking import AskingForm
from .fields import department_pairs, staff_pairs

GROUPS = [
    (CaseScope.Group.NEW, _("New")),
    (CaseScope.Group.OPEN, _("In work")),
    (CaseScope.Group.WAITING, _("Waiting")),
    (CaseScope.Group.DONE, _("Finished")),
]
ORDERS = [("newest", _("Newest first")), ("due", _("Due first"))]
FIRST = ("q", "group", "kind", "status", "sort")
MORE = ("urgency", "department", "assignee", "channel", "topic", "day")
NARROWING = ("q", "group", "kind", "status", "urgency", "department", "assignee", "channel", "topic")


def _choice(label: Any, choices: Any = ()) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", _("All")), *choices], required=False)


class CasesForm(AskingForm):
    """The filter above the list."""

    q = forms.CharField(label=_("Words or number"), required=False, max_length=200)
    group = _choice(_("Where it stands"), GROUPS)
    kind = _choice(_("Kind"), Kind.choices)
    status = _choice(_("Status"), Status.choices)
    urgency = _choice(_("Urgency"), Urgency.choices)
    department = _choice(_("Held by"))
    assignee = _choice(_("In whose hands"))
    channel = _choice(_("Channel"), CHANNELS.items())
    topic = forms.CharField(label=_("Topic"), required=False, max_length=120)
    day = forms.DateField(label=_("Jump to the day"), required=False, widget=DateInput())
    sort = forms.ChoiceField(label=_("Order"), choices=ORDERS, required=False)
    columns = forms.MultipleChoiceField(
        label=_("Columns"), choices=CHOICES, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, actor: Actor, data: QueryDict) -> None:
        super().__init__(data)
        self.fields["department"].choices = [("", _("All")), *department_pairs()]  # type: ignore[attr-defined]
        people = staff_pairs(actor.departments())
        self.fields["assignee"].choices = [("", _("All")), *people]  # type: ignore[attr-defined]
        self.mark(True)

    @property
    def first_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in FIRST]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in MORE]

    @property
    def more_chosen(self) -> bool:
        return any(self.given.get(name) for name in MORE)

    @property
    def narrowed(self) -> Filter:
        """What was chosen and makes sense; the rest narrows nothing and is marked at its field."""
        given = self.given
        return Filter(
            group=given.get("group", ""),
            kind=given.get("kind", ""),
            status=given.get("status", ""),
            department_id=_id(given.get("department")),
            channel=given.get("channel", ""),
            urgency=given.get("urgency", ""),
            topic=given.get("topic", ""),
            assignee_id=_id(given.get("assignee")),
            text=given.get("q", ""),
        )

    @property
    def given(self) -> dict[str, Any]:
        self.is_valid()
        return dict(self.cleaned_data)

    @property
    def shown(self) -> list[Column]:
        return chosen(self.given.get("columns", ()), SHOWN)

    @property
    def columns_chosen(self) -> bool:
        return bool(self.given.get("columns"))

    def exported(self, otherwise: tuple[str, ...]) -> list[Column]:
        return chosen(self.given.get("columns", ()), otherwise)

    @property
    def order(self) -> str:
        return str(self.given.get("sort") or "newest")

    @property
    def day_end(self) -> dt.datetime | None:
        """The moment to jump to: the end of a day in a list of the newest, its start in a list of due dates."""
        day = self.given.get("day")
        if day is None:
            return None
        ahead = day if self.order == "due" else day + dt.timedelta(days=1)
        return dt.datetime.combine(ahead, dt.time(), tzinfo=timezone.get_current_timezone())


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None
