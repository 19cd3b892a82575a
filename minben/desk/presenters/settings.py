"""What the screens of settings show beside the form: where things stand, and what was changed by whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minben.agencies.queries import staff_names
from minben.cases.intake import numbering
from minben.cases.letters import sampling as letter_samples
from minben.cases.letters import wording as letters
from minben.cases.letters.kinds import FACTS, LETTERS
from minben.cases.limits import escalating
from minben.channels import sampling, wording
from minben.channels.adapters import Result
from minben.channels.mailing import password_for, standing
from minben.channels.marks import mark
from minben.channels.notices import CHANNELS, NOTICES, VARIABLES
from minben.foundation.access.actor import Actor
from minben.foundation.access.models import Account
from minben.foundation.files import taking
from minben.foundation.options import groups, held, queries
from minben.foundation.options.groups import Group, Values
from minben.foundation.options.models import OptionChange
from minben.foundation.records.errors import Text


@dataclass(frozen=True)
class Told:
    """A change and who made it."""

    past: queries.Past
    by: str


@dataclass(frozen=True)
class Standing:
    """One group on the overview."""

    group: Group
    href: str
    lines: tuple[tuple[Text, Text], ...]
    last: OptionChange | None
    by: str


def overview(actor: Actor) -> list[Standing]:
    """Every group that ``actor`` may change, with what holds."""
    return standing_of(queries.groups_of(actor))


def standing_of(groups: Sequence[Group]) -> list[Standing]:
    """Each of ``groups`` with what holds and who changed it last."""
    last = queries.last_changes(groups)
    names = _names(list(last.values()))
    return [_standing(group, last.get(group.name), names) for group in groups]


def _standing(group: Group, row: OptionChange | None, names: dict[Any, str]) -> Standing:
    by = _by(row, names) if row is not None else ""
    return Standing(group, address_of_group(group), queries.in_words(group), row, by)


def address_of_group(group: Group) -> str:
    """The page on which it is changed."""
    if group.part_of == wording.SCREEN:
        return reverse("desk:settings_notice", args=[group.name.removeprefix(wording.group_name(""))])
    if group.part_of == escalating.NAME:
        sort, urgency = escalating.parts_of(group.name)
        if urgency:
            return reverse("desk:settings_escalation_urgency", args=[sort, urgency])
        return reverse("desk:settings_escalation_own", args=[sort])
    if group.part_of == letters.SCREEN:
        return reverse("desk:letter", args=[group.name.removeprefix(letters.group_name(""))])
    return reverse(f"desk:settings_{group.name}")


def above(group: Group) -> tuple[str, Text]:
    """Where the page of a group leads back to."""
    if group.part_of != escalating.NAME:
        return reverse("desk:settings"), _("Settings")
    sort, urgency = escalating.parts_of(group.name)
    found = groups.get(escalating.group_name(sort if urgency else ""))
    assert found is not None
    return address_of_group(found), found.label


def history(actor: Actor, name: str) -> list[Told]:
    found = queries.history(actor, name)
    names = _names([past.row for past in found])
    return [Told(past, _by(past.row, names)) for past in found]


def _names(rows: list[OptionChange]) -> dict[Any, str]:
    return dict(staff_names({row.staff_id for row in rows if row.staff_id is not None}))


def _by(row: OptionChange, names: dict[Any, str]) -> str:
    return names.get(row.staff_id, "") or _("Configuration file")


def beside(group: Group, values: Values, actor: Actor) -> dict[str, Any]:
    """What only this group shows beside its form."""
    maker = _BESIDE.get(group.part_of or group.name)
    return maker(group, values, actor) if maker is not None else {}


def _numbers(group: Group, values: Values, _actor: Actor) -> dict[str, Any]:
    """The next number with the form as it is filled in; none for values that do not fit."""
    return {"next": numbering.preview(values)} if values and not group.wrongs(values) else {}


def _mail(_group: Group, _values: Values, actor: Actor) -> dict[str, Any]:
    """What was kept last: that is what a test message goes by."""
    mailing = standing()
    return {
        "leaves": mailing.leaves,
        "host": mailing.host,
        "needs_password": mailing.leaves and bool(mailing.user),
        "has_password": bool(password_for(mailing)),
        "address": address_of(actor),
    }


def _notice(group: Group, values: Values, _actor: Actor) -> dict[str, Any]:
    """What may be filled in, and the notice as it would be read."""
    notice = NOTICES[group.name.removeprefix(wording.group_name(""))]
    marks = [(f"{{{name}}}", VARIABLES[name], name in notice.needed) for name in notice.variables]
    seen = sampling.seen(notice.name, values) if values else {}
    return {"marks": marks, "seen": [(CHANNELS[channel], texts) for channel, texts in seen.items()]}


@dataclass(frozen=True)
class Exact:
    """Rules that may be set for less than these, and whether they were."""

    label: Text
    href: str
    own: bool
    lines: tuple[tuple[Text, Text], ...]


def _escalation(group: Group, _values: Values, _actor: Actor) -> dict[str, Any]:
    """More exact rules, each with what holds where it was set."""
    sort, urgency = escalating.parts_of(group.name)
    names = [] if urgency else escalating.own_names(sort)
    found = [one for one in map(groups.get, names) if one is not None]
    return {"exact": [_exact(one) for one in found], "sort": sort}


def _exact(group: Group) -> Exact:
    own = held.of(group.name)["own"] == escalating.OWN
    lines = tuple(queries.in_words(group))[1:] if own else ()
    return Exact(group.label, address_of_group(group), own, lines)


def _letter(group: Group, values: Values, actor: Actor) -> dict[str, Any]:
    """What may be filled in, and the letter as it would be read."""
    letter = LETTERS[group.name.removeprefix(letters.group_name(""))]
    marks = [(mark(name), FACTS[name], name in letter.needed) for name in letter.facts]
    return {
        "letter": letter,
        "marks": marks,
        "seen": letter_samples.seen(letter.name, values) if values else [],
    }


_BESIDE: dict[str, Callable[[Group, Values, Actor], dict[str, Any]]] = {
    "numbers": _numbers,
    "mail": _mail,
    wording.SCREEN: _notice,
    escalating.NAME: _escalation,
    letters.SCREEN: _letter,
    "storage": lambda _group, _values, _actor: {"room": taking.room()},
}


def address_of(actor: Actor) -> str:
    """Where somebody reads their own mail."""
    if actor.account_id is None:
        return ""
    return str(Account.objects.filter(id=actor.account_id).values_list("email", flat=True).first() or "")


def said(result: Result, address: str) -> Text:
    """What the server answered to a test message, in words that say what to do."""
    if result.receipt == "practice":
        return _("No server is named, so the message was kept here and went nowhere.")
    if result.accepted:
        return _("The server took it. Look into your mailbox: %(address)s.") % {"address": address}
    for start, sentence in _WHY.items():
        if result.why.startswith(start):
            return f"{sentence} ({result.why})"
    return _("The server did not take it: %(why)s.") % {"why": result.why}


_WHY: dict[str, Text] = {
    "ConnectionRefusedError": gettext_lazy("Nothing answers at this host and port."),
    "gaierror": gettext_lazy("There is no such host. Check the name of the mail server."),
    "TimeoutError": gettext_lazy("The server did not answer in time. Check host, port and the firewall."),
    "SSL": gettext_lazy(
        "The encryption does not fit this port, or the certificate is not valid for the host."
    ),
    "SMTPAuthenticationError": gettext_lazy("The server refused user name and password."),
    "SMTPSenderRefused": gettext_lazy("The server does not take mail from this address of the sender."),
    "SMTPNotSupportedError": gettext_lazy("The server does not offer this encryption or sign-in."),
}
