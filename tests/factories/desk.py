"""A browser in which a member of staff is signed in at the desk."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.conf import settings
from django.test import Client

from minben.agencies.models import Department, RoleGrant, Staff
from minben.agencies.queries import actor_for
from minben.foundation.access.actor import Actor
from minben.foundation.access.models import Account
from minben.foundation.access.roles import Role
from minben.foundation.access.sessions import desk_cookie
from minben.foundation.access.web import SEEN


@dataclass(frozen=True)
class Desk:
    """``client`` is the browser, ``actor`` who sits before it."""

    client: Client
    actor: Actor
    staff: Staff


def make_staff(department: Department, *roles: Role, name: str = "林書華", email: str = "") -> Staff:
    number = f"S{Staff.objects.count():04d}"
    account = Account.objects.create_user(
        email or f"{number.lower()}@example.org", "correct horse battery", kind=Account.Kind.STAFF, name=name
    )
    staff = Staff.objects.create(account=account, department=department, number=number, name=name)
    RoleGrant.objects.bulk_create(RoleGrant(staff=staff, role=role, department=department) for role in roles)
    return staff


def sit_down(department: Department, *roles: Role, name: str = "林書華") -> Desk:
    """Somebody with these roles in this department, signed in."""
    staff = make_staff(department, *roles, name=name)
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(staff.account, backend="minben.foundation.access.backends.StaffBackend")
    session = client.session
    session[SEEN] = time.time()
    session.save()
    client.cookies[desk_cookie()] = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    actor = actor_for(staff.account)
    assert actor is not None
    return Desk(client, actor, staff)
