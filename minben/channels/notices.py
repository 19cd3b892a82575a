"""Every notice that Minben itself sends: when it goes out, what is filled in, and what may not be left out of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from minben.foundation.records.errors import Text

CHANNELS: dict[str, Text] = {"sms": _("SMS"), "mail": _("E-mail")}
"""The channels that every notice has a text for."""

VARIABLES: dict[str, Text] = {
    "number": _("Number of the case"),
    "code": _("The code: of a sign-in, or to follow a case"),
    "link": _("Where the case is followed"),
    "title": _("What it is about"),
    "department": _("The department that is at it"),
    "due": _("The day by which it is due"),
    "text": _("The reason, the answer or the words of the officer"),
    "city": _("Name of this place"),
}
OF_VISITS = ("title", "department", "due", "text", "link", "city")
OF_SIGNING = ("title", "text", "due", "link", "city")
OF_CASES = ("number", "code", "link", "title", "department", "due", "text", "city")


@dataclass(frozen=True)
class Notice:
    """One notice. ``needed``: marks without which it would not do its work, in every language and channel."""

    name: str
    label: Text
    when: Text
    variables: tuple[str, ...] = OF_CASES
    needed: tuple[str, ...] = ("number",)


NOTICES: dict[str, Notice] = {
    notice.name: notice
    for notice in (
        Notice(
            "code",
            _("One-time code"),
            _("Goes out when somebody signs in, or proves an address, with a code."),
            ("code", "city"),
            ("code",),
        ),
        Notice(
            "case_received",
            _("Notice of receipt"),
            _("Goes out as soon as a request or an application arrived."),
            needed=("number", "code"),
        ),
        Notice(
            "case_accepted",
            _("Notice of acceptance"),
            _("Goes out when it is accepted, with the day by which it is due."),
        ),
        Notice(
            "case_not_accepted",
            _("Notice of non-acceptance"),
            _("Goes out when it is not accepted; the law asks for it, with the reason."),
            needed=("number", "text"),
        ),
        Notice(
            "case_dispatched",
            _("Notice of dispatch"),
            _("Goes out when a department gets it."),
        ),
        Notice(
            "case_supplement",
            _("Notice of what is missing"),
            _("Goes out when something is missing; the law asks for it, told once and in full."),
            needed=("number", "text"),
        ),
        Notice(
            "case_extended",
            _("Notice of extension"),
            _("Goes out when the day by which it is due moves."),
            needed=("number", "due"),
        ),
        Notice(
            "case_answered",
            _("Notice of the answer"),
            _("Goes out when the department answered."),
        ),
        Notice(
            "case_closed",
            _("Notice of closing"),
            _("Goes out when it is finished, and asks for a rating."),
        ),
        Notice(
            "message_from_officer",
            _("Message from the officer"),
            _("Goes out when an officer writes to the person."),
        ),
        Notice(
            "appointment_booked",
            _("Confirmation of an appointment"),
            _("Goes out when a time at an office is booked or moved."),
            OF_VISITS,
            ("due", "link"),
        ),
        Notice(
            "appointment_reminder",
            _("Reminder of an appointment"),
            _("Goes out a day before a time that was booked at an office."),
            OF_VISITS,
            ("due", "link"),
        ),
        Notice(
            "fee_due",
            _("A fee is owed"),
            _("Goes out when an application is accepted whose fee is paid then, with the amount."),
            needed=("text", "link"),
        ),
        Notice(
            "form_waits",
            _("A form waits for its person"),
            _("Goes out when staff filled in a form for somebody that waits for a fee or a signature."),
            ("title", "link", "city"),
            ("link",),
        ),
        Notice(
            "sign_request",
            _("Request to sign"),
            _("Goes to somebody who must sign the application of another, with their own link."),
            OF_SIGNING,
            ("link",),
        ),
        Notice(
            "sign_reminder",
            _("Reminder to sign"),
            _("Goes out three days later to whoever was asked to sign and did not answer."),
            OF_SIGNING,
            ("link",),
        ),
        Notice(
            "sign_stopped",
            _("Somebody did not sign"),
            _("Goes to the applicant when somebody declined to sign, or did not answer in time."),
            ("title", "text", "link", "city"),
            ("text", "link"),
        ),
        Notice(
            "way_in_changed",
            _("A way to sign in changed"),
            _("Goes to the owner of an account when a password, passkey or authenticator comes or goes."),
            ("text", "city"),
            ("text",),
        ),
    )
}
