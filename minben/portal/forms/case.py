"""What somebody may write on their own case: one form a verb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minben.cases.actions import application, checking, lacking, messages, pressing
from minben.cases.intake import BODY_MOST
from minben.config.forms import Form
from minben.foundation.access.actor import Actor
from minben.foundation.records.errors import Text

Files = list[UUID]
Act = Callable[[Actor, UUID, str, Files], object]


ADDED = _("Thank you. It is on the case.")


@dataclass(frozen=True)
class Verb:
    """One thing that can be done: its words, its form, its action."""

    name: str
    title: Text
    lead: Text
    button: Text
    act: Act
    label: Text = ""
    required: bool = False
    files: bool = False
    most: int = 500
    field: str = "text"
    danger: bool = False
    done: Text = ADDED


VERBS: dict[str, Verb] = {
    verb.name: verb
    for verb in (
        Verb(
            "write",
            _("Write a message"),
            _("The people who work on it read it. Their answer appears on the case page."),
            _("Send"),
            lambda actor, case_id, text, ids: messages.write(actor, case_id, text=text, document_ids=ids),
            label=_("Your message"),
            files=True,
            most=BODY_MOST,
        ),
        Verb(
            "attach",
            _("Add files"),
            _("They become part of the case."),
            pgettext_lazy("words", "Add"),
            lambda actor, case_id, _text, ids: messages.attach(actor, case_id, document_ids=ids),
            files=True,
        ),
        Verb(
            "hurry",
            _("Ask for progress"),
            _("The department sees at once that you are waiting. You can do this once a day."),
            _("Ask now"),
            lambda actor, case_id, text, _ids: pressing.hurry(actor, case_id, text=text),
            label=_("Would you like to add something?"),
            done=_("The department has been told that you are waiting."),
        ),
        Verb(
            "withdraw",
            _("Withdraw it?"),
            _("Work on it ends. This cannot be undone; you can send a new one at any time."),
            _("Withdraw it"),
            lambda actor, case_id, text, _ids: pressing.withdraw(actor, case_id, reason=text),
            label=_("Why? You need not say."),
            field="reason",
            danger=True,
            done=_("It is withdrawn."),
        ),
        Verb(
            "reopen",
            _("It is not settled"),
            _("Within 15 days after closing it is taken up again."),
            _("Open it again"),
            lambda actor, case_id, text, _ids: checking.reopen(actor, case_id, reason=text),
            label=_("What is still open?"),
            required=True,
            field="reason",
            done=_("It is being worked on again."),
        ),
        Verb(
            "supply",
            _("Send what is missing"),
            _("Send everything on the list at once; then your application goes on."),
            _("Send"),
            lambda actor, case_id, text, ids: application.supply(actor, case_id, text=text, document_ids=ids),
            label=_("Explanation, or an answer in words"),
            files=True,
            most=BODY_MOST,
            done=_("Thank you. Your application goes on."),
        ),
        Verb(
            "complete",
            _("Send the rest"),
            _("Your application was accepted without it. Send everything on the list at once."),
            _("Send"),
            lambda actor, case_id, text, ids: lacking.complete(actor, case_id, text=text, document_ids=ids),
            label=_("Explanation, or an answer in words"),
            files=True,
            most=BODY_MOST,
            done=_("Thank you. Your application goes on."),
        ),
    )
}


class VerbForm(Form):
    text = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, verb: Verb, data: object = None) -> None:
        super().__init__(data)
        text = self.fields["text"]
        text.label, text.required, text.max_length = verb.label, verb.required, verb.most  # type: ignore[attr-defined]
        text.validators.append(_most(verb.most))
        if not verb.label:
            del self.fields["text"]


def _most(limit: int) -> Callable[[str], None]:
    def check(value: str) -> None:
        if len(value) > limit:
            message = _("This has %(length)d characters; at most %(most)d fit.")
            raise forms.ValidationError(message, params={"length": len(value), "most": limit})

    return check
