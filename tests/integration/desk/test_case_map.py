"""The map of cases: counted by cells, within scope, with a list that says the same."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from minben.agencies.models import Jurisdiction
from minben.cases.models import Case
from minben.cases.queries import Filter
from minben.cases.reading import mapping
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import ReadLine
from tests.factories.cases import dispatched, make_case
from tests.factories.desk import sit_down
from tests.factories.town import Town

pytestmark = pytest.mark.django_db
MAP = "desk:case_map"


def put(case: Case, north: float, east: float, place: str = "") -> Case:
    Case.objects.filter(pk=case.pk).update(latitude=north, longitude=east, place=place)
    case.scopes.update(placed=True)
    return case


def test_cells_count_what_lies_near_together(town: Town) -> None:
    for _n in range(3):
        put(make_case(), 30.0, 150.0, "East Street")
    put(make_case(), 30.4, 150.4)
    make_case()
    actor = town.actor(Role.SUPERVISOR, town.government)
    whole = mapping.grid(actor, Filter())
    assert [(cell.count, cell.place) for cell in whole.cells] == [(3, "East Street"), (1, "")]
    assert whole.placed == 4
    assert len(mapping.in_cell(whole, whole.cells[0].key)) == 3
    assert mapping.in_cell(whole, "no.cell") == []


def test_a_department_sees_its_own_cases_only_and_the_look_is_on_record(town: Town) -> None:
    mine, other = put(dispatched(town), 30.0, 150.0), put(make_case(), 30.4, 150.4)
    desk = sit_down(town.water, Role.OFFICER)
    page = desk.client.get(reverse(MAP))
    ((cell, _district),) = page.context["cells"]
    opened = desk.client.get(reverse(MAP), {"cell": cell.key})
    assert mine.number in opened.content.decode()
    assert other.number not in opened.content.decode()
    line = ReadLine.objects.filter(page="desk.cases.map").order_by("-id")[0]
    assert line.subject_ids == [mine.id]


def test_one_point_far_away_does_not_make_one_heap_of_a_city(town: Town) -> None:
    for n in range(60):
        put(make_case(), 30.0 + n % 6 / 100, 150.0 + n % 10 / 100)
    put(make_case(), -40.0, 10.0)
    whole = mapping.grid(town.actor(Role.SUPERVISOR, town.government), Filter())
    assert len(whole.cells) > 20
    assert [cell.count for cell in whole.cells if cell.far] == [1]


def test_the_filters_of_the_list_narrow_the_map(town: Town) -> None:
    put(make_case(kind="praise"), 30.0, 150.0)
    put(make_case(), 30.4, 150.4)
    desk = sit_down(town.centre, Role.AGENT)
    cells = desk.client.get(reverse(MAP), {"kind": "praise"}).context["cells"]
    assert [cell.count for cell, _district in cells] == [1]
    assert desk.client.get(reverse(MAP), {"kind": "help"}).context["cells"] == []


def test_a_map_of_nothing_says_what_will_be_there(town: Town) -> None:
    desk = sit_down(town.centre, Role.AGENT)
    page = desk.client.get(reverse(MAP), headers={"accept-language": "en"})
    assert 'class="empty' in page.content.decode()


def test_a_map_needs_the_same_statements_however_many_points_it_has(town: Town) -> None:
    actor, counts = town.actor(Role.SUPERVISOR, town.government), []
    for number in (1, 12):
        for n in range(number):
            put(make_case(), 30.0 + n / 10, 150.0)
        with CaptureQueriesContext(connection) as run:
            mapping.grid(actor, Filter())
        counts.append(len(run.captured_queries))
    assert counts == [1, 1]


def test_the_district_is_said_in_the_readers_language_where_outlines_are_known(town: Town) -> None:
    put(make_case(), 30.05, 150.03, "岫雲市棠溪區長亭路")
    put(make_case(), 29.97, 150.05)
    put(make_case(), 31.0, 150.05, "Far Away Road")
    Jurisdiction.objects.update(practice=True)
    desk = sit_down(town.centre, Role.AGENT)
    english = desk.client.get(reverse(MAP)).content.decode()
    assert (
        '<span lang="zh-Hant">岫雲市棠溪區長亭路</span><br><span class="case-map__district">Tangxi District'
        in english
    )
    assert 'Place without a name<br><span class="case-map__district">Xiunan District' in english
    assert "<span>Far Away Road</span></a>" in english
    desk.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hant"
    chinese = desk.client.get(reverse(MAP)).content.decode()
    assert chinese.count('class="case-map__district"') == 1, (
        "a place that names its district needs no second name"
    )
