"""What the fault tests work on: a town whose clocks stand at noon, and people who can be written to."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter

from minben.cases.actions import routing
from minben.cases.actions.submit import submit
from minben.cases.intake import Submission
from minben.channels.actions import load_templates
from minben.channels.models import Message
from minben.demo.city import CATALOGUE
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.roles import Role
from minben.parties import actions as parties
from tests.factories.town import Town, citizen, make_town


def town_at_noon() -> Town:
    """Quiet hours would hold every notice; so the town lies where it is noon now."""
    town = make_town()
    offset = 12 - dt.datetime.now(dt.UTC).hour
    town.jurisdiction.time_zone = f"Etc/GMT{-offset:+d}" if offset else "Etc/GMT"
    town.jurisdiction.save()
    load_templates(SYSTEM, CATALOGUE / "notices.yaml")
    return town


def dispatched_cases(town: Town, count: int) -> list[uuid.UUID]:
    """Requests of somebody with a phone, received and dispatched: two notices each wait to be written."""
    person = parties.register_person(SYSTEM, name="王小明", phone="13800138000")
    dispatcher = town.actor(Role.DISPATCHER, town.centre)
    made = []
    for number in range(count):
        wanted = Submission(kind="complaint", title=f"路燈 {number}", body="暗", party_id=person.id)
        case = submit(citizen(), wanted, key=f"fault-{number}").case_id
        routing.dispatch(dispatcher, case, department_id=town.water.id)
        made.append(case)
    return made


def notices() -> Counter[tuple[uuid.UUID | None, str]]:
    """How many messages there are for each case and notice."""
    return Counter(Message.objects.values_list("case_id", "template"))
