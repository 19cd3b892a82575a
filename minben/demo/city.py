"""The practice city: fictional, the same every time, marked so on every page.

``build`` makes the government, its catalogue and staff, and the first people; ``grow`` adds people and their two
years of requests in chunks. A chunk is there whole or not at all, so a killed growth goes on where it stopped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from minben.agencies.models import Department, Jurisdiction, RoleGrant
from minben.agencies.queries import centre
from minben.cases.actions.answer_templates import load_answers
from minben.cases.actions.record_history import record_history
from minben.cases.dispatching.rules import KEY
from minben.catalog.actions import add_lists, load_catalogue
from minben.catalog.models import ServiceVersion
from minben.channels.actions import load_templates
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.roles import Role
from minben.foundation.records.translated import localized
from minben.parties.models import Party
from minben.processes.actions import definitions

from . import halls, today, wide
from .history import CASES_PER_PERSON, Cast, Clerk, past_cases
from .people import people as make_people
from .people import person_id
from .staffing import hire

CHUNK = 500
CATALOGUE = Path(__file__).parent / "catalogue"
CITY = "990100"
Progress = Callable[[int, int], None]


def build(people: int, progress: Progress | None = None) -> None:
    """The city from nothing, with its first ``people`` inhabitants. Safe to run again."""
    add_lists(SYSTEM)
    load_catalogue(SYSTEM, CATALOGUE)
    load_templates(SYSTEM, CATALOGUE / "notices.yaml")
    load_answers(SYSTEM, CATALOGUE / "answers.yaml")
    definitions.add_shipped(SYSTEM, {KEY: (CATALOGUE / "dispatch-rules.dmn").read_bytes()})
    hire({department.code: department for department in _own_departments()})
    grow(people, progress)


def _own_departments() -> QuerySet[Department]:
    """The city's own: what was imported beside it has no practice staff."""
    return Department.objects.filter(jurisdiction__practice=True)


def grow(to: int, progress: Progress | None = None) -> None:
    """Bring the city to ``to`` people: 20,000 in chunks of 500 with all their requests, those beyond by COPY."""
    cast, small = _cast(), min(to, wide.SMALL)
    for start in range(0, small, CHUNK):
        end = min(start + CHUNK, to)
        if not _lives_here(end - 1):
            _chunk(start, end, cast)
        if progress is not None:
            progress(end, to)
    if to > small:
        _grow_wide(to, cast, progress)
    live(min(to, CHUNK))


def live(people: int) -> None:
    """What a day brings: numbers and bookings in the halls, work on the desks. Nothing when it is there."""
    halls.furnish(people)
    today.furnish(halls.inhabitants(people), requests())


def _grow_wide(to: int, cast: Cast, progress: Progress | None) -> None:
    wide.ensure_room()
    for start in range(wide.SMALL, to, wide.CHUNK):
        end = min(start + wide.CHUNK, to)
        if not _lives_here(end - 1):
            _wide_chunk(start, end, cast)
        if progress is not None:
            progress(end, to)


def _wide_chunk(start: int, end: int, cast: Cast) -> None:
    """People, their contacts, and requests by some of them; where a smaller city ended, only the new ones move in."""
    place = Jurisdiction.objects.get(code=CITY)
    # Numbers of requests go on after those of the small city.
    first = int(wide.SMALL * CASES_PER_PERSON) - int(wide.SMALL * wide.CASES_EACH)
    cases = range(first + int(start * wide.CASES_EACH), first + int(end * wide.CASES_EACH))
    begun = _lives_here(start)
    with transaction.atomic():
        numbers = [number for number in range(start, end) if not (begun and _lives_here(number))]
        make_people(numbers).store()
        wide.write_contacts(numbers)
        past = past_cases(cases, people=end, cast=cast)
        record_history(SYSTEM, past, jurisdiction=place, centre=cast.centre)


def _lives_here(number: int) -> bool:
    return Party.objects.filter(pk=person_id(number)).exists()


def _chunk(start: int, end: int, cast: Cast) -> None:
    place = Jurisdiction.objects.get(code=CITY)
    first, last = int(start * CASES_PER_PERSON), int(end * CASES_PER_PERSON)
    with transaction.atomic():
        make_people(number for number in range(start, end) if not _lives_here(number)).store()
        record_history(
            SYSTEM,
            past_cases(range(first, last), people=end, cast=cast),
            jurisdiction=place,
            centre=cast.centre,
        )


def _cast() -> Cast:
    place = Jurisdiction.objects.get(code=CITY)
    departments = {d.code: d for d in Department.objects.filter(jurisdiction=place)}
    officers: dict[str, list[Clerk]] = defaultdict(list)
    clerks: dict[str, list[Clerk]] = defaultdict(list)
    for grant in RoleGrant.objects.select_related("staff", "department").order_by("staff__number"):
        clerk = Clerk(grant.staff.id, grant.staff.name)
        if grant.role == Role.OFFICER:
            officers[grant.department.code].append(clerk)
        elif grant.department.is_centre:
            clerks[grant.role].append(clerk)
    return Cast(
        centre=centre(place),
        departments=departments,
        officers=officers,
        centre_clerks=clerks,
        requests=[r for r in requests() if officers.get(r["department"])],
        services=_services(officers),
        now=timezone.now(),
    )


def requests() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load((CATALOGUE / "requests.yaml").read_text(encoding="utf-8"))
    return rows


def _services(officers: Mapping[str, list[Clerk]]) -> list[dict[str, Any]]:
    versions = ServiceVersion.objects.filter(
        state=ServiceVersion.State.PUBLISHED, service__department__in=_own_departments()
    )
    rows = versions.select_related("service__department").order_by("service__slug")
    return [
        {"name": str(localized(v.name, "zh-hant")), "version": v, "department": v.service.department.code}
        for v in rows
        if officers.get(v.service.department.code)
    ]
