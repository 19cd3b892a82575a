"""Found an installation: its jurisdiction, its hotline centre and its first administrator."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Department, Jurisdiction, RoleGrant, Staff
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.models import Account
from minben.foundation.access.roles import Role
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid, Text


@dataclass(frozen=True)
class Founding:
    """What ``minben setup`` asks for."""

    place: str
    time_zone: str
    calendar: str
    administrator: str
    email: str
    password: str


def found(wanted: Founding) -> Staff:
    """Make the place, its centre and the first security administrator, who grants all other roles.

    The security administrator holds no other role (three separate administrators, GB/T 22239-2019 level 3).
    Refused where a jurisdiction exists already.
    """
    _check(wanted)
    with transaction.atomic():
        if Jurisdiction.objects.exists():
            raise Conflict(_("This installation has a jurisdiction already. Set up another data directory."))
        staff = _first_staff(_centre(wanted), wanted)
        trail.wrote(
            SYSTEM,
            "installation.founded",
            subject=("staff", staff.id),
            after={"place": wanted.place, "time_zone": wanted.time_zone, "calendar": wanted.calendar},
        )
    return staff


def _check(wanted: Founding) -> None:
    wrong: dict[str, Text] = {
        name: _("Please fill this in.")
        for name in ("place", "administrator")
        if not getattr(wanted, name).strip()
    }
    try:
        validate_email(wanted.email)
    except ValidationError:
        wrong["email"] = _("Enter an e-mail address like name@example.org.")
    try:
        validate_password(wanted.password, Account(email=wanted.email, name=wanted.administrator))
    except ValidationError as error:
        wrong["password"] = " ".join(error.messages)
    if wrong:
        raise Invalid(_("The installation was not set up; some answers are not usable."), fields=wrong)


def _centre(wanted: Founding) -> Department:
    place = Jurisdiction.objects.create(
        code="1",
        name={"zh-hant": wanted.place},
        time_zone=wanted.time_zone,
        calendar=wanted.calendar,
        languages=["zh-hant", "zh-hans", "en"],
    )
    return Department.objects.create(
        jurisdiction=place,
        code="centre",
        is_centre=True,
        name={"zh-hant": "民生熱線中心", "zh-hans": "民生热线中心", "en": "Hotline centre"},
        duties={
            "zh-hant": "受理並派發民眾的訴求",
            "zh-hans": "受理并派发民众的诉求",
            "en": "Takes and dispatches requests",
        },
    )


def _first_staff(centre: Department, wanted: Founding) -> Staff:
    account = Account.objects.create_user(
        wanted.email, wanted.password, name=wanted.administrator, kind=Account.Kind.STAFF
    )
    staff = Staff.objects.create(account=account, department=centre, number="0001", name=wanted.administrator)
    RoleGrant.objects.create(staff=staff, role=Role.SECURITY, department=centre)
    return staff
