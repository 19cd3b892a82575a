"""No hot read looks through a table that grows from its start to its end.

Each read of ``HOT`` is run on a filled database; every statement it made is explained, and the plan may hold no
sequential scan of a growing table, and no walk through a whole index except newest first under a limit. A prepared
statement is explained as it is run: by the plan for any value. A new hot query is one line. The planner is asked for indexes and nested loops, as it chooses them itself among millions of rows.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from minben.cases import queries
from minben.cases.actions.record_elsewhere import Elsewhere as Recorder
from minben.cases.history.recording import Elsewhere, PastCase, PastStep
from minben.cases.limits import overdue
from minben.cases.models import Case, CaseEvent, Rating, RepairCase
from minben.cases.queries import Filter
from minben.cases.reading import customer, mapping, overview, watching
from minben.cases.reading.rows import case_rows
from minben.demo import wide
from minben.demo.people import people, person_id
from minben.desk.presenters import dispatch, work
from minben.desk.presenters.narrowing import Narrowed
from minben.foundation.access.actor import SYSTEM, Actor
from minben.foundation.access.roles import Role
from minben.foundation.audit import trail
from minben.foundation.audit.reads import reads_of
from minben.foundation.events import cursors
from minben.foundation.events.models import EventRow, Subscriber
from minben.foundation.events.subscribers import all_subscriptions
from minben.foundation.records.copying import copy_in
from minben.parties import finding
from minben.parties import queries as party_queries
from minben.parties.models import PartyLink
from minben.parties.rows import rows_by_identifier
from minben.processes import queries as task_queries
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db
OPENED = dt.datetime(2025, 3, 4, tzinfo=dt.UTC)
SOME = 2_000
GROWING = (
    "cases_", "parties_", "processes_", "channels_message", "channels_delivery", "events_eventrow", "audit_"
)  # fmt: skip
SMALL = ("cases_mention", "cases_draft")
"""Few rows however large the city is."""
ASKED = "repairs_open"
"""An index that holds what is asked for and nothing else: it may be read whole."""


@dataclass(frozen=True)
class Place:
    """The filled city and who looks at it."""

    town: Town
    supervisor: Actor
    officer: Actor
    dispatcher: Actor
    person: Any
    case: Case


def _deep(place: Place, narrowed: Filter) -> Any:
    cursor = queries.cursor_at(OPENED + dt.timedelta(minutes=SOME // 2))
    return queries.case_list(place.supervisor, narrowed, cursor=cursor)


def _pump(_place: Place) -> Any:
    one = next(iter(all_subscriptions()))
    return cursors.rows_after(Subscriber(name=one.name, last_xid=1), one, 10**9)


HOT: dict[str, Callable[[Place], Any]] = {
    "list, newest": lambda p: queries.case_list(p.supervisor, Filter()),
    "list of a department, by state group": lambda p: queries.case_list(p.officer, Filter(group="open")),
    "list by kind": lambda p: queries.case_list(p.supervisor, Filter(kind="report")),
    "list by status": lambda p: queries.case_list(p.supervisor, Filter(status="closed")),
    "list, deep page": lambda p: _deep(p, Filter(group="done")),
    "list by number": lambda p: queries.case_list(p.supervisor, Filter(text=p.case.number)),
    "search of cases": lambda p: queries.search_cases(p.supervisor, "路燈不亮"),
    "one case": lambda p: queries.case_for(p.supervisor, p.case.id),
    "timeline of a case": lambda p: queries.timeline(p.case, public=False),
    "contacts of a case": lambda p: queries.interactions_of(p.case),
    "contacts of a person": lambda p: queries.contacts_of([p.person]),
    "cases of a person": lambda p: queries.cases_of([p.person]),
    "timeline of a person": lambda p: customer.moments(p.supervisor, [p.person]),
    "open cases of a person": lambda p: customer.open_cases(p.supervisor, [p.person]),
    "profile of a person": lambda p: party_queries.profile(p.person),
    "list for machines": lambda p: case_rows(p.supervisor, Filter(group="done")),
    "find by identity number for machines": lambda p: rows_by_identifier(p.supervisor, "990000199001010017"),
    "customer of a person": lambda p: party_queries.group_ids(p.person),
    "find by identity number": lambda p: party_queries.by_identifier("resident", "990000199001010017"),
    "find by phone": lambda p: party_queries.by_contact("phone", "+8619900000007"),
    "find by name": lambda p: finding.find("王小明"),
    "find by part of a reading": lambda p: finding.find("wangx"),
    "worklist, mine": lambda p: work.tab_page(p.officer, Narrowed("mine"), {}, cursor=""),
    "worklist, new": lambda p: work.tab_page(p.officer, Narrowed("new"), {}, cursor=""),
    "worklist, due soon": lambda p: work.tab_page(p.officer, Narrowed("due"), {}, cursor=""),
    "worklist, to take over": lambda p: work.tab_page(
        p.officer, Narrowed("cover"), {uuid.uuid4(): None}, cursor=""
    ),
    "worklist, newest first": lambda p: work.tab_page(p.officer, Narrowed("new", order="new"), {}, cursor=""),
    "worklist, waiting": lambda p: work.tab_page(p.supervisor, Narrowed("waiting"), {}, cursor=""),
    "tasks and clocks of a case": lambda p: (
        task_queries.tasks_on(p.case.id),
        task_queries.clocks_of(p.case.id),
    ),
    "board, late": lambda p: overview.late(p.supervisor, timezone.now()),
    "board, at risk": lambda p: overview.at_risk(p.supervisor, timezone.now()),
    "board, hurried": lambda p: overview.hurried(p.supervisor),
    "board, bad ratings": lambda p: overview.bad_ratings(p.supervisor, timezone.now()),
    "board, late parts": lambda p: overview.late_parts(p.supervisor, timezone.now()),
    "board, late repairs": lambda p: overview.late_repairs(p.supervisor, timezone.now()),
    "board, by department": lambda p: watching.lines(p.supervisor, watching.By.DEPARTMENT, timezone.now()),
    "board, by queue": lambda p: watching.lines(p.supervisor, watching.By.QUEUE, timezone.now()),
    "board, by person": lambda p: watching.lines(p.supervisor, watching.By.PERSON, timezone.now()),
    "map of cases": lambda p: mapping.grid(p.supervisor, Filter()),
    "others like a case": lambda p: queries.alike(p.supervisor, p.case),
    "others of the same place": lambda p: queries.near(p.supervisor, p.case),
    "dispatch board": lambda p: dispatch.board_page(p.dispatcher, cursor=""),
    "sweep of overdue clocks": lambda p: overdue.newly_overdue(timezone.now()),
    "sweep of clocks to look at": lambda p: overdue.to_be_told(timezone.now()),
    "event pump": _pump,
    "who looked at a person": lambda p: reads_of([p.person]),
}


@pytest.fixture
def place() -> Place:
    town = make_town()
    folk = people(range(SOME))
    folk.store()
    wide.write_contacts(range(SOME))
    recorder = Recorder(SYSTEM, jurisdiction=town.jurisdiction, centre=town.centre)
    recorder.record([_past(town, n) for n in range(SOME)])
    _rate(Case.objects.filter(closed_at__isnull=False))
    copy_in(PartyLink, [_link(n) for n in range(SOME // 2)])
    copy_in(EventRow, [EventRow(xid=2, name="case.closed", subject_id=person_id(n)) for n in range(SOME)])
    trail.saw(SYSTEM, "plans", kind="party", ids=[person_id(7)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Place(
        town=town,
        supervisor=town.actor(Role.SUPERVISOR, town.government),
        officer=town.actor(Role.OFFICER, town.roads),
        dispatcher=town.actor(Role.DISPATCHER, town.centre),
        person=person_id(7),
        case=Case.objects.select_related("department")[7],
    )


def _rate(cases: Iterable[Case]) -> None:
    """A tenth of them badly; all of those but a few were put right."""
    made = [
        Rating(case=case, level=5 if n % 10 else 1, comment="太慢了", channel="web")
        for n, case in enumerate(cases)
    ]
    copy_in(Rating, made)
    bad = [rating for rating in made if rating.level == 1]
    repairs = [
        RepairCase(rating=rating, state="done" if n % 10 else "open", due_at=OPENED)
        for n, rating in enumerate(bad)
    ]
    copy_in(RepairCase, repairs)


def _link(n: int) -> PartyLink:
    return PartyLink(
        party_id=person_id(n + SOME // 2), customer_id=person_id(n), since=OPENED, why="the same number"
    )


def _past(town: Town, n: int) -> PastCase:
    at = OPENED + dt.timedelta(minutes=n)
    assumed = {"assumed": True}
    steps: tuple[PastStep, ...] = ()
    if n % 4:
        steps = (
            PastStep("dispatch", at, department=town.roads, data=assumed),
            PastStep("sign", at, data=assumed),
        )
    if n % 2:
        steps += (PastStep("answer", at), PastStep("check", at, data=assumed), PastStep("close", at))
    return PastCase(
        received_at=at,
        fields={"title": f"路燈不亮 {n}", "kind": "report", "channel": "web", "party_id": person_id(n % 50)}
        | _somewhere(n),
        steps=steps,
        source="import:plans",
        source_key=str(n),
        elsewhere=Elsewhere(at + dt.timedelta(days=3), OPENED, "plan"),
    )


def _somewhere(n: int) -> dict[str, Any]:
    return {"latitude": 30 + n / 10_000, "longitude": 150.0, "place": f"{n % 40} East Street"}


def test_every_hot_read_uses_an_index(place: Place) -> None:
    """One test for all: the city is filled once."""
    faults = {name: found for name, read in HOT.items() if (found := _faults_of(read, place))}
    assert faults == {}, json.dumps(faults, indent=1, ensure_ascii=False)


def _faults_of(read: Callable[[Place], Any], place: Place) -> list[str]:
    with CaptureQueriesContext(connection) as run:
        read(place)
    asked = [
        query["sql"] for query in run.captured_queries if query["sql"].lstrip().startswith(("SELECT", "WITH"))
    ]
    assert asked
    return [f"{fault}: {text[:900]}" for text in asked for fault in _faults(_plan(text), limited=False)]


def _plan(text: str) -> dict[str, Any]:
    with connection.cursor() as cursor:
        for way in ("seqscan", "hashjoin", "mergejoin"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        generic = "GENERIC_PLAN, " if "$1" in text else ""
        cursor.execute(f"EXPLAIN ({generic}FORMAT JSON) " + text.replace("%", "%%"), [])
        (found,) = cursor.fetchone() or ("[]",)
    plan: dict[str, Any] = (found if isinstance(found, list) else json.loads(found))[0]["Plan"]
    return plan


def _faults(node: dict[str, Any], *, limited: bool) -> Iterator[str]:
    table = str(node.get("Relation Name", ""))
    kind = node["Node Type"]
    if table.startswith(GROWING) and not table.startswith(SMALL):
        if kind == "Seq Scan":
            yield f"all of {table} is read"
        if (
            kind.startswith("Index")
            and "Index Cond" not in node
            and not limited
            and node["Index Name"] != ASKED
        ):
            yield f"all of {node['Index Name']} is read"
    below = limited or kind == "Limit"
    for child in node.get("Plans", ()):
        yield from _faults(child, limited=below and kind not in {"Sort", "Aggregate", "Hash"})


def test_a_read_without_an_index_is_noticed(place: Place) -> None:
    """The test above can fail: a filter on a column without an index is caught."""
    rows = CaseEvent.objects.filter(actor_name="nobody").order_by("text")[:5]
    assert list(_faults(_plan(str(rows.query).replace("= nobody", "= 'nobody'")), limited=False))


def test_every_table_named_here_exists() -> None:
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert all(any(table.startswith(start) for table in tables) for start in (*GROWING, *SMALL))
