"""What a clerk fills in while a result is posted, laid ready or handed over."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Office
from minben.cases.actions import delivering
from minben.cases.models import ResultDelivery
from minben.config.forms import Form, OneOfSeveral
from minben.foundation.access.actor import Actor
from minben.foundation.records.errors import Text
from minben.foundation.records.translated import localized

Given = Mapping[str, Any]
State, Way = ResultDelivery.State, ResultDelivery.Way


class PostForm(Form):
    autocomplete = False

    tracking = forms.CharField(
        label=_("Number of the registered letter"),
        help_text=_("As it stands on the slip of the post, or scan it."),
        max_length=60,
    )


class ReadyForm(Form):
    """Nothing is asked: the office was chosen by the person."""

    autocomplete = False


class HandForm(Form):
    autocomplete = False

    to = forms.CharField(label=_("Who fetched it"), max_length=120)
    proof = forms.ChoiceField(
        label=_("What you looked at"), choices=ResultDelivery.Proof.choices, widget=forms.RadioSelect
    )
    code = forms.CharField(
        label=_("Code that they said"),
        help_text=_("Six letters and figures. It stands in the message and on the page of the case."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocapitalize": "characters"}),
    )


class BackForm(Form):
    autocomplete = False

    reason = forms.CharField(
        label=_("Why it came back"),
        help_text=_("The person reads this and chooses again."),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
    )


@dataclass(frozen=True)
class Part:
    """One thing that is done with a result; possible for ``way`` in these ``states``, under the policy ``case.<verb>``."""

    name: str
    label: Text
    lead: Text
    done: Text
    form: type[Form]
    act: Callable[[Actor, uuid.UUID, Given], object]
    way: str
    states: tuple[str, ...]
    verb: str
    icon: str


PARTS: dict[str, Part] = {
    part.name: part
    for part in (
        Part(
            "post",
            _("Record as posted"),
            _("The time limit of delivery ends with this, and the person is told the number."),
            _("Posted. The person was told."),
            PostForm,
            lambda actor, case_id, given: delivering.post(actor, case_id, tracking=given["tracking"]),
            Way.POST,
            (State.WAITING, State.RETURNED),
            "post_result",
            "mail",
        ),
        Part(
            "ready",
            _("Say that it lies ready"),
            _(
                "The person is told the office, the address and the code. Press it again and they are told again."
            ),
            _("The person was told that it lies ready."),
            ReadyForm,
            lambda actor, case_id, _given: delivering.make_ready(actor, case_id),
            Way.PICKUP,
            (State.WAITING, State.READY),
            "ready_result",
            "building",
        ),
        Part(
            "hand",
            _("Hand over"),
            _(
                "Look at the document, ask for the code, then hand it over. The time limit of delivery ends with this."
            ),
            _("Handed over."),
            HandForm,
            lambda actor, case_id, given: delivering.hand_over(
                actor, case_id, to=given["to"], proof=given["proof"], code=given["code"]
            ),
            Way.PICKUP,
            (State.WAITING, State.READY),
            "hand_result",
            "person",
        ),
        Part(
            "back",
            _("It came back by post"),
            _("The person is told and chooses how it should reach them."),
            _("Noted. The person was told and chooses again."),
            BackForm,
            lambda actor, case_id, given: delivering.came_back(actor, case_id, reason=given["reason"]),
            Way.POST,
            (State.POSTED,),
            "result_returned",
            "return",
        ),
    )
}


class NarrowForm(Form):
    """What the list is narrowed to; wrong values narrow nothing."""

    autocomplete = False

    office = forms.ChoiceField(label=_("Office"), required=False)
    department = forms.ChoiceField(label=_("Department"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(
        self,
        *args: Any,
        offices: list[tuple[str, str]],
        departments: list[tuple[str, str]],
        states: list[tuple[str, Text]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        anything = ("", _("All"))
        for name, choices in (("office", offices), ("department", departments), ("state", states)):
            self.fields[name].choices = [anything, *choices]  # type: ignore[attr-defined]
            if not choices:
                del self.fields[name]


class ChoiceForm(Form):
    """What the person says on the telephone or at the counter. The action says what is missing."""

    autocomplete = False

    way = forms.ChoiceField(label=_("How the result comes"), choices=Way.choices, widget=forms.RadioSelect)
    recipient = OneOfSeveral(label=_("By post: name on the letter box"), max_length=120)
    address = OneOfSeveral(label=_("By post: address"), max_length=300, widget=forms.Textarea({"rows": 2}))
    phone = forms.CharField(label=_("By post: telephone"), max_length=40, required=False)
    office = OneOfSeveral(label=_("To be picked up: where"), widget=forms.Select)
    collector = forms.CharField(
        label=_("To be picked up: who, if not the person themselves"), max_length=120, required=False
    )

    def __init__(self, offices: Sequence[Office], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(str(one.id), str(localized(one.name))) for one in offices]
        self.fields["office"].widget.choices = [("", "–"), *names]  # type: ignore[attr-defined]

    @property
    def choice(self) -> delivering.Choice:
        """What the action wants."""
        given = {name: value or "" for name, value in self.cleaned_data.items()}
        office = given.pop("office", "")
        return delivering.Choice(**given, office_id=delivering.office_key(office))
