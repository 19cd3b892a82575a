"""Forms of joint handling that belong to one sub-order, offer or file. The rules stay in the actions."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minben.cases.actions import together
from minben.config.forms import Form
from minben.foundation.access.actor import Actor
from minben.foundation.files import actions as files
from minben.foundation.files import taking
from minben.foundation.records.errors import Text

from .fields import ManyFiles, ManyFilesInput


def _words(label: Text) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": 5}))


class NothingForm(Form):
    """A button and nothing to fill in."""


class ReasonForm(Form):
    autocomplete = False
    reason = _words(_("Reason"))


class AnswerForm(Form):
    autocomplete = False
    text = _words(_("Your answer to the lead"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attached"] = ManyFiles(
            label=_("Files"),
            help_text=taking.in_words(),
            required=False,
            widget=ManyFilesInput({"accept": taking.accept()}),
        )


class SharingForm(Form):
    """Which departments beside the lead see a file."""

    autocomplete = False
    departments = forms.MultipleChoiceField(
        label=_("Who sees it beside the lead"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, pairs: Iterable[tuple[str, Text]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["departments"].choices = list(pairs)  # type: ignore[attr-defined]


Run = Callable[[Actor, uuid.UUID, dict[str, Any]], object]


def _with_reason(action: Callable[..., object]) -> Run:
    return lambda actor, key, given: action(actor, key, reason=given["reason"])


def _plain(action: Callable[..., object]) -> Run:
    return lambda actor, key, _given: action(actor, key)


def _answer(actor: Actor, key: uuid.UUID, given: dict[str, Any]) -> object:
    stored = [files.store(actor, one).id for one in given["attached"]]
    return together.answer_sub_order(actor, key, text=given["text"], document_ids=stored)


@dataclass(frozen=True)
class Part:
    """One thing that can be done with a sub-order or an offer."""

    name: str
    label: Text
    done: Text
    form: type[Form]
    run: Run
    lead: Text = ""


ORDERS = {
    part.name: part
    for part in (
        Part(
            "accept_sub_order",
            _("Take it on"),
            _("It is in your hands."),
            NothingForm,
            _plain(together.accept_sub_order),
            _("Your department answers the lead in time. You hold this part; the lead holds the case."),
        ),
        Part(
            "lead_sub_order",
            _("Sign and lead"),
            _("Signed. Your department leads, and the case is in your hands."),
            NothingForm,
            _plain(together.lead_sub_order),
            _(
                "Whoever signs first leads. The department that was named before then helps yours, and you answer the person."
            ),
        ),
        Part("answer_sub_order", _("Answer the lead"), _("Answered. The lead is told."), AnswerForm, _answer),
        Part(
            "return_sub_order",
            _("Give it back"),
            _("Given back. The lead is told why."),
            ReasonForm,
            _with_reason(together.return_sub_order),
        ),
        Part(
            "withdraw_sub_order",
            pgettext_lazy("sub-order", "Not needed any more"),
            _("Withdrawn."),
            ReasonForm,
            _with_reason(together.withdraw_sub_order),
        ),
    )
}
OFFERS = {
    part.name: part
    for part in (
        Part(
            "accept_hand_over",
            _("Take it over"),
            _("The case is in your hands."),
            NothingForm,
            _plain(together.accept_hand_over),
            _("From then on you hold the case, and what is to be done on it."),
        ),
        Part(
            "decline_hand_over",
            _("Decline"),
            _("Declined. Your colleague is told why."),
            ReasonForm,
            _with_reason(together.decline_hand_over),
        ),
        Part(
            "withdraw_hand_over",
            _("Take the offer back"),
            _("The offer is taken back."),
            NothingForm,
            _plain(together.withdraw_hand_over),
        ),
    )
}
