"""One table: each thing that can be done to a person's record, with its form. The rules stay in the actions."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.config.forms import DateInput, Form
from minben.foundation.access.actor import Actor
from minben.foundation.records.errors import Invalid, Text
from minben.parties import actions
from minben.parties.models import Identifier, Relationship
from minben.parties.profiles import Profile

Fields = Mapping[str, Callable[[], forms.Field]]
Given = Mapping[str, Any]
Run = Callable[[Actor, Profile, Given], object]

CONTACTS = [("phone", _("Phone")), ("email", _("E-mail")), ("chat", _("Chat"))]
NUMBERS: dict[str, Text] = {
    Identifier.Kind.RESIDENT: _("Resident identity number"),
    Identifier.Kind.TAIWAN: _("National identity number (Taiwan)"),
    Identifier.Kind.CREDIT: _("Unified social credit code"),
    Identifier.Kind.TAIWAN_BAN: _("Uniform business number (Taiwan)"),
    Identifier.Kind.PASSPORT: _("Passport"),
    Identifier.Kind.SOCIAL: _("Social security number"),
    Identifier.Kind.OTHER: _("Another number"),
}
USES: dict[str, Text] = {
    "home": _("Home"),
    "work": _("Work"),
    "registered": _("Registered"),
    "post": _("For letters"),
}
GROUNDS: dict[str, Text] = {
    "disability": _("Disability"),
    "age": _("Old age"),
    "veteran": _("Soldiers and veterans"),
    "minor": _("Minors"),
    "pregnancy": _("Pregnancy"),
}
RELATIONS: dict[str, Text] = {
    Relationship.Kind.PARENT: _("Parent of"),
    Relationship.Kind.SPOUSE: _("Married to"),
    Relationship.Kind.MEMBER: _("Member of the household of"),
    Relationship.Kind.OWNER: _("Owner of"),
    Relationship.Kind.REPRESENTATIVE: _("Legal representative of"),
    Relationship.Kind.EMPLOYEE: _("Employee of"),
    Relationship.Kind.GUARDIAN: _("Guardian of"),
}
GENDERS: dict[str, Text] = {"": _("Not asked"), "1": _("Male"), "2": _("Female"), "9": _("Not stated")}
LANGUAGES = [("", _("Not said")), ("zh-hant", "繁體中文"), ("zh-hans", "简体中文"), ("en", "English")]
WAYS: dict[str, Text] = {
    "": _("Not said"),
    "sms": _("SMS"),
    "mail": _("E-mail"),
    "voice": _("Phone call"),
    "letter": _("Letter"),
}
PURPOSES: dict[str, Text] = {
    "service": _("Notices about own requests"),
    "policy": _("News of policies that may concern them"),
    "survey": _("Questions about satisfaction"),
}
MEANS: dict[str, Text] = {
    "code": _("A code sent there was given back"),
    "call": _("Called back and reached"),
    "document": _("A document shows it"),
}


def _line(label: Text, *, most: int = 300, hint: Text = "", needed: bool = True) -> Callable[[], forms.Field]:
    return lambda: forms.CharField(label=label, max_length=most, help_text=hint, required=needed)


def _long(label: Text, *, hint: Text = "", most: int = 500) -> Callable[[], forms.Field]:
    return lambda: forms.CharField(
        label=label, max_length=most, help_text=hint, widget=forms.Textarea(attrs={"rows": 3})
    )


def _one(label: Text, pairs: Any, *, needed: bool = True) -> Callable[[], forms.Field]:
    choices = list(pairs.items()) if isinstance(pairs, dict) else list(pairs)
    return lambda: forms.ChoiceField(label=label, choices=choices, required=needed)


def _day(label: Text, *, needed: bool = True, hint: Text = "") -> Callable[[], forms.Field]:
    return lambda: forms.DateField(label=label, widget=DateInput(), required=needed, help_text=hint)


def _tick(label: Text) -> Callable[[], forms.Field]:
    return lambda: forms.BooleanField(label=label, required=False)


REASON = _long(_("Reason"), hint=_("It is kept with the change."))


@dataclass(frozen=True)
class PartyVerb:
    """``item``: it is done to one line of the record, named in the address. ``other``: somebody else is chosen.
    ``reveals``: its result is shown once."""

    name: str
    label: Text
    policy: str
    run: Run
    done: Text
    icon: str = "edit"
    fields: Fields = field(default_factory=dict)
    hint: Text = ""
    item: bool = False
    other: bool = False
    reveals: bool = False
    hard: bool = False


def _amend(actor: Actor, who: Profile, given: Given) -> object:
    names = ("name", "birth_date", "gender", "language", "channel", "note")
    changes = {name: given[name] for name in names if name in given}
    return actions.amend(actor, who.party["id"], version=given["version"], reason=given["reason"], **changes)


def _consent(actor: Actor, who: Profile, given: Given) -> object:
    return actions.record_consent(
        actor,
        who.party["id"],
        purpose=given["purpose"],
        given=given["said"] == "yes",
        means=given["means"],
    )


def _own(who: Profile, items: list[dict[str, Any]], item: uuid.UUID) -> uuid.UUID:
    """Only a line of this customer's own record: another's id in the address changes nothing."""
    if all(row["id"] != item for row in items):
        raise Invalid(_("That line is not on this record any more."))
    return item


PARTY_VERBS: dict[str, PartyVerb] = {
    verb.name: verb
    for verb in (
        PartyVerb(
            "amend",
            _("Correct the record"),
            "party.write",
            _amend,
            _("Corrected."),
            fields={
                "name": _line(_("Name"), most=200),
                "birth_date": _day(_("Date of birth"), needed=False),
                "gender": _one(_("Gender"), GENDERS, needed=False),
                "language": _one(_("Language"), LANGUAGES, needed=False),
                "channel": _one(_("Preferred channel"), WAYS, needed=False),
                "note": lambda: forms.CharField(label=_("Remark"), max_length=500, required=False),
                "reason": _line(_("Reason"), most=500, needed=False),
            },
        ),
        PartyVerb(
            "confirm",
            _("It is known who this is"),
            "party.write",
            lambda actor, who, given: actions.confirm(actor, who.party["id"], reason=given["reason"]),
            _("Confirmed."),
            icon="check",
            fields={"reason": _line(_("How it is known"), most=500)},
        ),
        PartyVerb(
            "add-contact",
            _("Add a way to reach"),
            "party.write",
            lambda actor, who, given: actions.add_contact_point(
                actor, who.party["id"], kind=given["kind"], value=given["value"], source="desk"
            ),
            _("Added. It counts as verified once it was tried."),
            icon="plus",
            fields={"kind": _one(_("Kind"), CONTACTS), "value": _line(_("Number or address"), most=254)},
        ),
        PartyVerb(
            "verify-contact",
            _("Mark as verified"),
            "party.write",
            lambda actor, who, given: actions.verify_contact(
                actor, _own(who, who.contact_points, given["item"]), means=given["means"]
            ),
            _("Verified."),
            icon="check",
            fields={"means": _one(_("How it was proved"), MEANS)},
            item=True,
        ),
        PartyVerb(
            "prefer-contact",
            _("Use this one first"),
            "party.write",
            lambda actor, who, given: actions.prefer(actor, _own(who, who.contact_points, given["item"])),
            _("It is used first from now on."),
            item=True,
        ),
        PartyVerb(
            "end-contact",
            _("Not theirs any more"),
            "party.write",
            lambda actor, who, given: actions.end_contact(
                actor, _own(who, who.contact_points, given["item"]), reason=given["reason"]
            ),
            _("Ended. Nothing is sent there any more."),
            icon="close",
            fields={"reason": REASON},
            item=True,
            hard=True,
        ),
        PartyVerb(
            "add-address",
            _("Add an address"),
            "party.write",
            lambda actor, who, given: actions.add_address(
                actor,
                who.party["id"],
                text=given["text"],
                use=given["use"],
                since=given["since"],
                source="desk",
            ),
            _("Added. The one before for the same use has ended."),
            icon="plus",
            fields={
                "use": _one(_("Used for"), USES),
                "text": _line(_("Address")),
                "since": _day(_("Since"), needed=False),
            },
        ),
        PartyVerb(
            "add-identifier",
            _("Add an identity number"),
            "party.write",
            lambda actor, who, given: actions.add_identifier(
                actor,
                who.party["id"],
                kind=given["kind"],
                number=given["number"],
                verified=given["seen"],
                source="desk",
            ),
            _("Added, encrypted."),
            icon="plus",
            fields={
                "kind": _one(_("Kind"), NUMBERS),
                "number": _line(_("Number"), most=40),
                "seen": _tick(_("I saw the document")),
            },
        ),
        PartyVerb(
            "reveal",
            _("Show the whole number"),
            "party.reveal",
            lambda actor, who, given: actions.reveal_identifier(
                actor, _own(who, who.identifiers, given["item"]), given["reason"]
            ),
            "",
            icon="eye",
            fields={
                "reason": _long(_("Why you need it"), hint=_("Kept with the look; the person can see it."))
            },
            item=True,
            reveals=True,
        ),
        PartyVerb(
            "priority",
            _("Record priority by law"),
            "party.priority",
            lambda actor, who, given: actions.record_priority(actor, who.party["id"], **_priority(given)),
            _("Recorded. Queues show it from now on."),
            icon="flag",
            fields={
                "kind": _one(_("Ground"), GROUNDS),
                "basis": _line(_("Law that gives it")),
                "proof": _line(_("Document or register that shows it")),
                "since": _day(_("Since")),
                "until": _day(_("Until"), needed=False),
            },
        ),
        PartyVerb(
            "end-priority",
            _("End the priority"),
            "party.priority",
            lambda actor, who, given: actions.end_priority(
                actor,
                _own(who, who.priorities, given["item"]),
                on=timezone.localdate(),
                reason=given["reason"],
            ),
            _("Ended today."),
            icon="close",
            fields={"reason": REASON},
            item=True,
            hard=True,
        ),
        PartyVerb(
            "consent",
            _("Record a yes or no"),
            "party.write",
            _consent,
            _("Recorded. The newest word counts."),
            icon="check",
            fields={
                "purpose": _one(_("To what"), PURPOSES),
                "said": _one(_("Said"), [("yes", _("Yes")), ("no", _("No"))]),
                "means": _line(_("How it was said"), most=60),
            },
        ),
        PartyVerb(
            "relate",
            _("Add a relationship"),
            "party.write",
            lambda actor, who, given: actions.relate(
                actor, who.party["id"], kind=given["kind"], to=given["other"], source="desk"
            ),
            _("Added."),
            icon="people",
            fields={"kind": _one(_("This person is"), RELATIONS)},
            other=True,
        ),
        PartyVerb(
            "link",
            _("Same customer as another record"),
            "party.link",
            lambda actor, who, given: actions.link(
                actor, who.party["id"], customer_id=given["other"], why=given["why"]
            ),
            _("Linked. Both records stay; the link can be ended at any time."),
            icon="people",
            fields={"why": _long(_("Why these are the same"))},
            hint=_("Nothing is rewritten: both records are shown as one customer until the link is ended."),
            other=True,
        ),
        PartyVerb(
            "unlink",
            _("End the link"),
            "party.link",
            lambda actor, who, given: actions.unlink(
                actor, _own(who, who.links, given["item"]), why=given["why"]
            ),
            _("The link has ended: the records are what they were before."),
            icon="return",
            fields={"why": _long(_("Why they are not the same"))},
            item=True,
            hard=True,
        ),
    )
}


def _priority(given: Given) -> dict[str, Any]:
    return {name: given[name] for name in ("kind", "basis", "proof", "since", "until")}


class PartyForm(Form):
    """The form of one verb on a record."""

    autocomplete = False
    item = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, verb: PartyVerb, *args: Any, others: Any = (), **kwargs: Any) -> None:
        made = {name: maker() for name, maker in verb.fields.items()}
        if verb.other:
            made["other"] = forms.TypedChoiceField(
                label=_("Who"), choices=list(others), coerce=uuid.UUID, widget=forms.RadioSelect
            )
        self.base_fields = {**made, **type(self).base_fields}  # type: ignore[misc]
        super().__init__(*args, **kwargs)
        self.fields["item"].required = verb.item
        self.fields["version"].required = verb.name == "amend"
