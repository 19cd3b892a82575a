"""The house: departments, staff, leave, what is announced, machines, ways of signing in."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from minben.agencies.feeding import digest_of
from minben.agencies.models import Announcement, CalendarException, CalendarFeed, Cover, Lending, Office
from minben.channels.models import MessageTemplate
from minben.foundation.access.models import Admission
from minben.foundation.access.roles import Role
from minben.foundation.identity.models import Provider
from tests.factories import clients
from tests.factories.desk import make_staff

if TYPE_CHECKING:
    from .scene import Scene

DAY = dt.timedelta(days=1)


def furnish(scene: Scene) -> None:
    now, today, town = timezone.now(), timezone.localdate(), scene.town
    colleague = make_staff(town.water, Role.OFFICER, name="王予安")
    name = {"zh-hant": "通知", "en": "Notice"}
    notice = Announcement.objects.create(title=name, body=name, since=now - DAY, until=now + DAY)
    CalendarException.objects.create(
        jurisdiction=town.jurisdiction, day=today + DAY, working=False, note=name
    )
    leave = Cover.objects.create(
        staff=scene.work.staff, substitute=colleague, since=today, until=today + DAY, state="asked"
    )
    lending = Lending.objects.create(
        staff=colleague, department=town.roads, role=Role.OFFICER, since=today, until=today + DAY
    )
    MessageTemplate.objects.create(name="case.accepted", channel="sms", body=name)
    provider = Provider.objects.create(
        code="own", name=name, door="staff", issuer="https://id.example.org", client_id="minben"
    )
    key = clients.client(town.centre)
    asked = Admission.objects.create(client=key.client, roles=["checker"], asked_by=scene.work.staff.id)
    CalendarFeed.objects.get_or_create(digest=digest_of("secret"), defaults={"staff": scene.work.staff})
    scene.known |= {
        "staff_id": colleague.id, "department_id": town.water.id, "office_id": Office.objects.get().id,
        "announcement_id": notice.id, "leave_id": leave.id, "lending_id": lending.id,
        "provider_id": provider.id, "client_id": key.client.id, "admission_id": asked.id,
    }  # fmt: skip
