"""Others sign an application before it goes in: named, asked by a link of their own, reminded, heard.

Who signs proves the address that the link went to with a one-time code, types their name, and signs what they saw: its
digest is kept. One who declines stops the application; the applicant is told and may change it and ask again.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from minben.agencies.models import Department
from minben.agencies.queries import city_name
from minben.cases.applications.applying import asker_of
from minben.cases.applications.matter import BUNDLE, Role, matter_of, roles_of
from minben.cases.intake import clean
from minben.cases.models import Draft, Signature
from minben.catalog.forms import Question
from minben.channels.actions import send
from minben.foundation.access.actions import codes
from minben.foundation.access.actor import SYSTEM, Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid, Missing, Text
from minben.foundation.records.translated import localized
from minben.parties import reaching
from minben.parties.queries import phone_region

from . import draft
from .draft import Held
from .handing_in import READY, digest_of, go_on

LIVES = dt.timedelta(days=14)
REMINDED_AFTER = dt.timedelta(days=3)
BATCH = 200
State = Signature.State


@dataclass(frozen=True)
class Named:
    """One person who is to sign, as the applicant names them. ``role`` is the place among the signers of the guide."""

    role: int
    name: str
    address: str


@dataclass(frozen=True)
class Asked:
    """What somebody with a link sees: their own part, and the form they are to sign."""

    signature: Signature
    name: Mapping[str, Any]
    departments: list[Department]
    questions: tuple[Question, ...]
    answers: dict[str, Any]
    files: list[str]
    applicant: str


def ask(actor: Actor, token: str, named: Sequence[Named], *, now: dt.datetime) -> list[Signature]:
    """Ask everybody who must sign. Raises Invalid at ``name_0``, ``address_0`` … for what is wrong with one of them."""
    require(actor, "case.submit")
    with transaction.atomic():
        held = draft.load(actor, token)
        row = Draft.objects.select_for_update(of=("self",)).get(token=held.token)
        ready = _ready(row)
        roles = roles_of(matter_of(ready).versions)
        addresses = _checked(named, roles)
        if Signature.objects.filter(draft=row).exclude(state=State.CALLED_OFF).exists():
            raise Conflict(_("They were asked already."))
        made = [
            Signature.objects.create(
                draft=row,
                role=dict(roles[one.role].name),
                name=clean(one.name)[:120],
                address=address,
                language=ready["language"],
                token=secrets.token_urlsafe(18),
                expires_at=now + LIVES,
            )
            for one, address in zip(named, addresses, strict=True)
        ]
        for one in made:
            _write(one, row, "sign_request")
    return made


def _checked(named: Sequence[Named], roles: Sequence[Role]) -> list[str]:
    problems: dict[str, Text] = {}
    addresses: list[str] = []
    for at, one in enumerate(named):
        if not clean(one.name):
            problems[f"name_{at}"] = _("Enter the name.")
        try:
            addresses.append(_address(one.address))
        except Invalid as wrong:
            problems[f"address_{at}"] = wrong.message
        else:
            if addresses[-1] in addresses[:-1]:
                problems[f"address_{at}"] = _("Each one signs with an address of their own.")
    for place, role in enumerate(roles):
        count = sum(one.role == place for one in named)
        if not role.least <= count <= role.most:
            problems.setdefault("", _("Name everybody who must sign."))
    if problems:
        raise Invalid(_("Some answers need another look."), fields=problems)
    return addresses


def _address(text: str) -> str:
    if "@" in text:
        return reaching.email(text)
    return reaching.phone(text, region=phone_region())


def asked(token: str) -> Asked:
    """What the link leads to. Raises Missing for an unknown one, Conflict for one that is over, saying why."""
    one = _open(Signature.objects.select_related("draft"), token, timezone.now())
    assert one.draft is not None
    data = draft.contents(one.draft)
    ready = data[READY]
    matter = matter_of(ready)
    departments = {v.service.department_id: v.service.department for v in matter.versions}
    files = [str(held["name"]) for held in data.get(draft.FILES, [])]
    answers, applicant = ready["answers"], _applicant(matter.questions, ready["answers"])
    return Asked(one, matter.name, list(departments.values()), matter.questions, answers, files, applicant)


def _open(rows: Any, token: str, now: dt.datetime) -> Signature:
    one: Signature | None = rows.filter(token=token[:32]).first()
    if one is None:
        raise Missing(_("There is no such request to sign."))
    if one.state == State.SIGNED:
        raise Conflict(_("You have signed. Thank you."))
    if one.state != State.ASKED or one.draft_id is None:
        raise Conflict(_("There is nothing to sign here any more. Ask whoever sent you the link."))
    if one.expires_at <= now:
        raise Conflict(_("The time to sign is over. Ask whoever sent you the link."))
    return one


def purpose(one: Signature) -> str:
    """What a one-time code for this signature is for."""
    return f"sign:{one.id.hex[-16:]}"


def sign(token: str, *, name: str, code: str, now: dt.datetime) -> Signature:
    """Sign what was shown. Raises Invalid at ``name`` for another name, at ``code`` for a wrong code."""
    one = _open(Signature.objects.all(), token, now)
    if _folded(name) != _folded(one.name):
        raise Invalid(
            _("Some answers need another look."),
            fields={"name": _("Type the name as it stands above: it is your signature.")},
        )
    codes.redeem(purpose(one), one.address, code)
    with transaction.atomic():
        row = Draft.objects.select_for_update(of=("self",)).get(signatures=one)
        one = _open(Signature.objects.select_for_update(of=("self",)), token, now)
        one.state, one.ended_at, one.signed_name = State.SIGNED, now, clean(name)[:120]
        one.digest = digest_of(draft.contents(row))
        one.save(update_fields=["state", "ended_at", "signed_name", "digest"])
        trail.wrote(SYSTEM, "signature.signed", subject=("signature", one.id), after={"digest": one.digest})
        go_on(row.id)
    return one


def decline(token: str, *, reason: str, now: dt.datetime) -> Signature:
    """Not sign, and say why: the applicant reads it. The application does not go in."""
    if not reason.strip():
        raise Invalid(_("Some answers need another look."), fields={"reason": _("Give the reason.")})
    with transaction.atomic():
        one = _open(Signature.objects.select_for_update(of=("self",)).select_related("draft"), token, now)
        one.reason = clean(reason)[:500]
        _stop(one, State.DECLINED, now)
    return one


def _stop(one: Signature, state: str, now: dt.datetime) -> None:
    one.state, one.ended_at = state, now
    one.save(update_fields=["state", "ended_at", "reason"])
    trail.wrote(SYSTEM, f"signature.{state}", subject=("signature", one.id), after={"state": state})
    if one.draft is not None:
        _tell_applicant(one, one.draft)


def remind(now: dt.datetime) -> int:
    """Those who were asked three days ago and did not answer; once."""
    waiting = Signature.objects.select_related("draft").filter(
        state=State.ASKED, reminded_at=None, expires_at__lte=now + LIVES - REMINDED_AFTER, expires_at__gt=now
    )
    due = list(waiting.order_by("id")[:BATCH])
    for one in due:
        with transaction.atomic():
            if Signature.objects.filter(pk=one.pk, reminded_at=None).update(reminded_at=now) and one.draft:
                _write(one, one.draft, "sign_reminder")
    return len(due)


def expire(now: dt.datetime) -> int:
    """Links whose time is over: the applicant is told."""
    over = Signature.objects.filter(state=State.ASKED, expires_at__lte=now).order_by("id")
    keys = list(over.values_list("id", flat=True)[:BATCH])
    for key in keys:
        with transaction.atomic():
            rows = Signature.objects.select_for_update(of=("self",)).select_related("draft")
            one = rows.filter(pk=key, state=State.ASKED).first()
            if one is not None:
                _stop(one, State.EXPIRED, now)
    return len(keys)


def _write(one: Signature, row: Draft, template: str) -> None:
    ready = _ready(row)
    matter = matter_of(ready)
    with override(one.language):
        send(
            SYSTEM,
            template,
            kind="service",
            to=one.address,
            channel=one.channel,
            language=one.language,
            asked_for=template == "sign_request",
            variables={
                "title": str(localized(matter.name)),
                "text": _applicant(matter.questions, ready["answers"]),
                "due": date_format(timezone.localtime(one.expires_at), "DATE_FORMAT"),
                "link": public_address(f"/sign/{one.token}/", one.language),
                "city": city_name(),
            },
        )


def _tell_applicant(one: Signature, row: Draft) -> None:
    """On the address they gave in the form; the page of the waiting form says the same."""
    ready = _ready(row)
    matter = matter_of(ready)
    asker = asker_of(matter.questions, ready["answers"], region=phone_region(), language=ready["language"])
    address = asker.phone or asker.email
    if not address:
        return
    with override(ready["language"]):
        why = one.reason or str(one.get_state_display())
        send(
            SYSTEM,
            "sign_stopped",
            kind="service",
            to=address,
            channel="mail" if "@" in address else "sms",
            language=ready["language"],
            variables={
                "title": str(localized(matter.name)),
                "text": _("%(name)s: %(why)s") % {"name": one.name, "why": why},
                "link": waiting_link(row, ready["language"]),
                "city": city_name(),
            },
        )


def _applicant(questions: tuple[Question, ...], answers: dict[str, Any]) -> str:
    asker = asker_of(questions, answers, region="CN", language="")
    return asker.organisation or asker.name or str(_("Somebody"))


def _ready(row: Draft) -> dict[str, Any]:
    found: dict[str, Any] | None = draft.contents(row).get(READY)
    if not found:
        raise Conflict(_("The form is being changed. Check the answers and send it again."))
    return found


def _folded(name: str) -> str:
    return "".join(name.split()).casefold()


def waiting_link(form: Draft | Held, language: str) -> str:
    """The page of a form that waits, for the person whose it is."""
    slug = form.form.partition(":")[2]
    place = "events" if form.form.startswith(BUNDLE) else "services"
    return public_address(f"/{place}/{slug}/apply/{form.token}/waiting/", language)


def public_address(path: str, language: str) -> str:
    """The whole address of a page of the public site, in a language."""
    prefix = "" if language in {"", settings.LANGUAGE_CODE} else f"/{language}"
    return f"{settings.PUBLIC_URL}{prefix}{path}"
