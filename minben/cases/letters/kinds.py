"""Every letter: the step it tells of, the facts that its text may name, and those that must not be left out."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from minben.foundation.records.errors import Text

FACTS: dict[str, Text] = {
    "applicant": _("Name of the applicant"),
    "service": _("What was applied for"),
    "number": _("Number of the case"),
    "received": _("Day on which the application came in"),
    "date": _("Day of the step that the letter tells of"),
    "due": _("Day by which it is due: the decision, or what is missing"),
    "before": _("Day that was promised before the extension"),
    "items": _("What is missing or still to follow, one a line"),
    "reason": _("The reasons that the officer wrote"),
    "basis": _("Laws that the guide of the service cites, with their articles"),
    "department": _("The department"),
    "phone": _("Telephone of the department"),
    "city": _("Name of this place"),
    "link": _("Where the case is followed"),
}
"""The closed list: nothing else is ever filled in."""

_ALWAYS = (
    "applicant",
    "service",
    "number",
    "received",
    "date",
    "basis",
    "department",
    "phone",
    "city",
    "link",
)


@dataclass(frozen=True)
class Letter:
    """One kind. ``verbs``: the steps that it may tell of; ``outcome`` narrows a decision; ``law``: what asks for it."""

    name: str
    label: Text
    when: Text
    verbs: tuple[str, ...]
    own: tuple[str, ...]
    needed: tuple[str, ...]
    law: Text = ""
    outcome: str = ""

    @property
    def facts(self) -> tuple[str, ...]:
        """In the order of the closed list."""
        return tuple(name for name in FACTS if name in (*_ALWAYS, *self.own))


LETTERS: dict[str, Letter] = {
    letter.name: letter
    for letter in (
        Letter(
            "acceptance",
            _("Notice of acceptance (受理通知書)"),
            _("Tells that an application was accepted, and by when it is decided."),
            ("accept", "accept_lacking"),
            ("due", "items"),
            ("number", "service"),
            _("Administrative Licensing Law, art. 32"),
        ),
        Letter(
            "supplement",
            _("Notice of what is missing (一次性補正告知書)"),
            _("Tells once and in full what an application still needs."),
            ("ask_supplement",),
            ("due", "items"),
            ("number", "items"),
            _("Administrative Licensing Law, art. 32"),
        ),
        Letter(
            "refusal",
            _("Decision not to accept (不予受理決定書)"),
            _("Tells that an application is not accepted, why, and how that is challenged."),
            ("refuse", "return_lacking"),
            ("reason",),
            ("number", "reason"),
            _("Administrative Licensing Law, art. 32"),
        ),
        Letter(
            "granted",
            _("Decision to grant (准予許可決定書)"),
            _("Tells that what was applied for is granted."),
            ("decide",),
            ("reason",),
            ("number", "service"),
            _("Administrative Licensing Law, art. 38"),
            outcome="granted",
        ),
        Letter(
            "not_granted",
            _("Decision not to grant (不予許可決定書)"),
            _("Tells that it is not granted, why, and how that is challenged."),
            ("decide",),
            ("reason",),
            ("number", "reason"),
            _("Administrative Licensing Law, art. 38"),
            outcome="refused",
        ),
        Letter(
            "extension",
            _("Notice of extension (延長期限通知書)"),
            _("Tells that the decision takes longer, until when, and why."),
            ("extend", "grant_more_time"),
            ("due", "before", "reason"),
            ("number", "due", "reason"),
            _("Administrative Licensing Law, art. 42"),
        ),
    )
}
