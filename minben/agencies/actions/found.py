"""Founding an installation: the first jurisdiction, its hotline centre and its system administrator."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Jurisdiction, Staff
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.roles import Role
from minben.foundation.records.errors import Conflict, Invalid

from .people import grant_role, hire_staff
from .places import open_department, open_jurisdiction


@dataclass(frozen=True)
class Founding:
    """What `minben setup` asks for."""

    place: str
    time_zone: str
    calendar: str
    administrator: str
    email: str
    password: str


@transaction.atomic
def found(founding: Founding) -> Staff:
    """An empty place with its hotline centre and a system administrator.

    The security administrator, who gives roles, must be somebody else: the system administrator hires and
    names the first one.
    Raises Conflict when the installation has a jurisdiction already, Invalid for a weak password.
    """
    if Jurisdiction.objects.exists():
        raise Conflict(_("This installation is set up already."))
    _refuse_weak(founding.password)
    name = {"zh-hant": founding.place}
    place = open_jurisdiction(
        SYSTEM, "main", name=name, time_zone=founding.time_zone, calendar=founding.calendar
    )
    centre = open_department(SYSTEM, place, "centre", name={"zh-hant": "政務服務熱線中心"}, is_centre=True)
    staff = hire_staff(
        SYSTEM,
        centre,
        "0001",
        name=founding.administrator,
        email=founding.email,
        password=founding.password,
    )
    grant_role(SYSTEM, staff, Role.SYSTEM)
    return staff


def _refuse_weak(password: str) -> None:
    try:
        validate_password(password)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), fields={"password": " ".join(error.messages)}) from error
