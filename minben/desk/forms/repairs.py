"""One form for each step of a repair. The rules stay in the actions."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.cases.actions import repair
from minben.config.forms import Form
from minben.foundation.access.actor import Actor
from minben.foundation.records.errors import Text

from .verb_runs import CHANNELS


def _long(label: Text, hint: Text = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 5, "maxlength": repair.MOST})
    return forms.CharField(label=label, help_text=hint, required=False, widget=area)


def _channel() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("How did you reach the person?"),
        choices=CHANNELS,
        initial="phone",
        widget=forms.RadioSelect,
    )


class _Note(Form):
    autocomplete = False


class ContactForm(_Note):
    channel = _channel()
    note = _long(_("What the person said went wrong"), _("Or how often you tried to reach them."))


class WorkForm(_Note):
    result = _long(_("What was put right, and how"), _("The person reads this once they were called back."))


class ProofForm(_Note):
    channel = _channel()
    satisfied = forms.ChoiceField(
        label=_("How is it now, for the person?"),
        choices=list(repair.SATISFIED.items()),
        required=False,
        widget=forms.RadioSelect,
    )
    proof = _long(_("In the person’s words, and when it was"), _("This is the proof of the call back."))


class AgainForm(_Note):
    note = _long(_("What is still open"))


class ReasonForm(_Note):
    reason = _long(_("Reason"), _("It stays on record beside the rating."))


Run = Callable[..., object]


@dataclass(frozen=True)
class RepairVerb:
    """A step: its words, its form, its action. ``grave``: it ends the repair without putting anything right."""

    name: str
    label: Text
    done: Text
    form: type[Form]
    run: Run
    lead: Text = ""
    grave: bool = False

    def act(self, actor: Actor, repair_id: uuid.UUID, given: Mapping[str, Any]) -> object:
        return self.run(actor, repair_id, **given)


VERBS: dict[str, RepairVerb] = {
    verb.name: verb
    for verb in (
        RepairVerb(
            "repair_contact", _("Record the contact"), _("Contact kept."), ContactForm, repair.repair_contact
        ),
        RepairVerb(
            "repair_work",
            _("Say what was put right"),
            _("Kept. Call the person back now."),
            WorkForm,
            repair.repair_work,
        ),
        RepairVerb(
            "repair_proof",
            _("Record the call back"),
            _("The repair is finished."),
            ProofForm,
            repair.repair_proof,
            _("Call back first. What the person says ends the repair."),
        ),
        RepairVerb(
            "repair_again",
            _("It is not settled yet"),
            _("It is worked on again."),
            AgainForm,
            repair.repair_again,
        ),
        RepairVerb(
            "appeal_rating",
            _("Appeal against the rating"),
            _("Somebody else decides. The time of the repair stands still until then."),
            ReasonForm,
            repair.appeal_rating,
            _("Only for a rating that is wrong or malicious. The rating stays on record and is counted."),
        ),
        RepairVerb(
            "reject_appeal",
            _("The rating holds"),
            _("Rejected. The department puts it right."),
            ReasonForm,
            repair.reject_appeal,
        ),
        RepairVerb(
            "uphold_appeal",
            _("The appeal is right"),
            _("Upheld. The rating stays on record."),
            ReasonForm,
            repair.uphold_appeal,
            _(
                "Nothing has to be put right then. The rating stays, and the rates say how many appeals were upheld."
            ),
            grave=True,
        ),
    )
}
