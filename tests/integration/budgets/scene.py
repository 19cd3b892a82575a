"""A town with one or two of everything that any page shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.test import Client

from minben.agencies.models import RoleGrant
from minben.cases.models import Case
from minben.foundation.access.models import Account
from minben.foundation.access.roles import Role
from minben.parties.models import Party
from tests.factories.callers import known_person
from tests.factories.desk import Desk, make_staff, sit_down
from tests.factories.town import Town, make_town

from . import furnishing, many, offered

AT_THE_CENTRE = (Role.AGENT, Role.DISPATCHER, Role.CHECKER, Role.CALLBACK, Role.SUPERVISOR)
MORE = (Role.SUPERVISOR, Role.EDITOR, Role.PLANNER, Role.ANALYST)


@dataclass
class Scene:
    """``seats``: the browsers of those who look; ``known``: what stands for the arguments of an address."""

    town: Town
    person: Party
    work: Desk
    account: Account
    seats: dict[str, Client] = field(default_factory=dict)
    known: dict[str, Any] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)


def make_scene() -> Scene:
    town, person = make_town(), known_person()
    account = Account.objects.create_user("mei@example.org", None, kind=Account.Kind.PUBLIC, name="陳美麗")
    Party.objects.filter(pk=person.pk).update(account=account)
    scene = Scene(town, person, _work(town), account)
    scene.seats = {"work": scene.work.client, "public": _public(account), "nobody": _plain()}
    scene.seats |= {"door": _at_the_door(town), "code": _with_a_code()}
    for role in (Role.SYSTEM, Role.SECURITY, Role.AUDIT):
        scene.seats[role.value] = sit_down(town.government, role).client
    furnishing.furnish(scene)
    return scene


def grow(scene: Scene) -> None:
    """Several times as many of everything, around the same things."""
    kept = dict(scene.known)
    many.multiply()
    offered.lengthen()
    for _n in many.TURNS:
        furnishing.begin_forms(scene)
    scene.known |= kept


def _work(town: Town) -> Desk:
    """Somebody with every role that reads cases: sees the longest navigation and all the lists."""
    desk = sit_down(town.centre, *AT_THE_CENTRE)
    places = [(town.government, MORE), (town.water, (Role.OFFICER,)), (town.roads, (Role.OFFICER,))]
    for department, roles in places:
        for role in roles:
            RoleGrant.objects.create(staff=desk.staff, role=role, department=department)
    return desk


def _public(account: Account) -> Client:
    client = _plain()
    client.force_login(account, backend="minben.foundation.access.backends.StaffBackend")
    session = client.session
    session["contact_address"] = "+8613800138009"
    session.save()
    return client


def _plain() -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def _at_the_door(town: Town) -> Client:
    """A member of staff between the password and the second step."""
    person, client = make_staff(town.water, Role.OFFICER), _plain()
    client.post(
        "/desk/sign-in", {"email": getattr(person.account, "email", ""), "password": "correct horse battery"}
    )
    return client


def _with_a_code() -> Client:
    """Somebody who has to type the code that was sent."""
    client = _plain()
    session = client.session
    session["sign_in_address"] = "+8613800138000"
    session.save()
    return client
