"""What is measured: a job of Minben, and beside it the bare statement or loop that touches the same rows."""

from __future__ import annotations

import itertools
import os
import secrets
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import psycopg
from django.utils import timezone

from minben.agencies.models import Department, Jurisdiction, RoleGrant, Staff
from minben.agencies.queries import actor_for
from minben.cases import queries
from minben.cases.actions.submit import submit
from minben.cases.actions.submit_many import submit_many
from minben.cases.intake import Submission, numbers, opening
from minben.cases.models import CaseScope, CaseSearch
from minben.cases.queries import Filter
from minben.cases.reading.customer import moments, open_cases
from minben.foundation import keys
from minben.foundation.access.actor import Actor, ActorKind, Grant
from minben.foundation.access.roles import Role
from minben.foundation.access.scopes import Scope
from minben.foundation.records.ids import new_id
from minben.foundation.records.keyset import encode_cursor
from minben.foundation.records.models import IdempotencyKey
from minben.parties.models import Identifier, Party
from minben.parties.profiles import profile
from minben.parties.queries import by_identifier

from . import clock, decisions, pgbench, replay, stepping, sweeping, worklist

DEEP = 40_000
TITLE = "路燈不亮"
BODY = "晚上經過這一段路很暗，已經一個星期了，請派人來看一看。"
BATCH = 200


@dataclass(frozen=True)
class Result:
    """Times a second, three runs each. ``target`` is what DESIGN §7 asks for."""

    name: str
    bare_name: str
    ours: list[float]
    bare: list[float]
    target: str = ""

    @property
    def ratio(self) -> float | None:
        """None when nothing bare was measured beside it."""
        return clock.median(self.ours) / clock.median(self.bare) if self.bare else None


def everything(seconds: float, *, only: str = "") -> Iterator[Result]:
    """Those whose name has the words ``only``."""
    groups = {
        "create a case, cases in batches": creating,
        "whole person": whole_person,
        "newest 20 of a filtered list": lists,
        "find a person by id number": finding,
        "search over texts": searching,
        "decide by a table of 200 rules": deciding,
        "sweep a million open clocks": sweeping_clocks,
        "my work with a million open tasks": opening_my_work,
        "take a step of a process": stepping_cases,
    }
    for name, group in groups.items():
        if only in name:
            yield from group(seconds)


def one_create(parties: Iterator[Any]) -> Callable[[], object]:
    """A complaint of a person of the city, sent from the public site."""

    def create() -> object:
        submission = Submission(
            kind="complaint",
            title=TITLE,
            body=BODY,
            channel="web",
            party_id=next(parties),
        )
        return submit(Actor(kind=ActorKind.ANONYMOUS, session="bench"), submission, key=secrets.token_hex(16))

    return create


def one_batch(parties: Iterator[Any]) -> Callable[[], object]:
    """Hundreds of such complaints in one call."""
    grants, scopes = (Grant(Role.AGENT, None),), frozenset({Scope.CASES_WRITE})
    actor = Actor(kind=ActorKind.MACHINE, account_id=new_id(), grants=grants, scopes=scopes)

    def batch() -> object:
        items = [
            Submission(kind="complaint", title=TITLE, body=BODY, channel="api", party_id=next(parties))
            for _n in range(BATCH)
        ]
        return submit_many(actor, [(secrets.token_hex(16), item) for item in items])

    return batch


def _rows_of_one(party: Any) -> replay.Written:
    """What a create writes: the key against a second one, and all rows of the case."""
    actor, now = Actor(kind=ActorKind.ANONYMOUS, session="bench"), timezone.now()
    asked = Submission(kind="complaint", title=TITLE, body=BODY, channel="web", party_id=party)
    known = opening.known_for([asked], now)
    made = opening.opened(actor, asked, number=numbers.next_number(now.year), known=known)
    name = "case:" + secrets.token_hex(16)
    key = IdempotencyKey(caller=actor.key, key=name, digest="0" * 64, result=opening.remembered(made.told))
    return replay.inserts_of([key, *made.rows])


def creating(seconds: float) -> Iterator[Result]:
    people = list(Party.objects.filter(kind="person").values_list("id", flat=True)[:2000])
    replay.KNOWN.update(people)
    for model in (Department, Jurisdiction, Staff):
        replay.KNOWN.update(model._default_manager.values_list("id", flat=True))
    create = one_create(itertools.cycle(people))
    create()
    inserts = _rows_of_one(people[0])
    yield from _creating(create, inserts, seconds, threads=1)
    yield from _creating(create, inserts, seconds, threads=8)
    many = [rate * BATCH for rate in clock.rates(one_batch(itertools.cycle(people)), seconds)]
    yield Result(f"cases in batches of {BATCH}, 1 client", "", many, [], target="≥ 4,000/s")


def _creating(
    create: Callable[[], object], inserts: replay.Written, seconds: float, *, threads: int
) -> Iterator[Result]:
    """Beside two bare ways to do the same: a loop of psycopg, and PostgreSQL's own tool."""
    clients = "1 client" if threads == 1 else f"{threads} threads"
    name = f"create a case ({replay.statements_of(create)} statements), {_clients(threads)}"
    ours, bare = clock.beside(create, replay.Bare(inserts), seconds, threads=threads)
    yield Result(name, f"psycopg, the same {len(inserts)} inserts, {clients}", ours, bare, target="≥ 600/s")
    tool = pgbench.rates(inserts, seconds, clients=threads)
    said = f"pgbench, the same {len(inserts)} inserts, {clients}" if tool else pgbench.MISSING
    yield Result(name, said, ours, tool)


class Statement:
    """One bare statement, a connection for each thread."""

    def __init__(self, sql: str, values: Callable[[], tuple[Any, ...]]) -> None:
        self.sql, self.values = sql, values
        self._here = threading.local()

    def __call__(self) -> list[Any]:
        held = getattr(self._here, "connection", None)
        if held is None:
            held = self._here.connection = psycopg.connect(os.environ["MINBEN_DATABASE_URL"], autocommit=True)
        return held.execute(self.sql, self.values()).fetchall()


WHOLE = """
SELECT row_to_json(p), (SELECT json_agg(c) FROM parties_contactpoint c WHERE c.party_id = p.id),
  (SELECT json_agg(i) FROM (SELECT * FROM cases_interaction WHERE party_id = p.id ORDER BY id DESC LIMIT 50) i),
  (SELECT json_agg(c) FROM (SELECT * FROM cases_case WHERE party_id = p.id ORDER BY id DESC LIMIT 50) c)
FROM parties_party p WHERE p.id = %s
"""


def people_left_alone() -> list[Any]:
    """Others than those for whom the measuring makes cases by the hundred: their histories are those of the city."""
    return list(Party.objects.filter(kind="person").order_by("-id").values_list("id", flat=True)[:2000])


def whole_person(seconds: float) -> Iterator[Result]:
    people = people_left_alone()
    ours, theirs = itertools.cycle(people), itertools.cycle(people)
    supervisor = _supervisor()

    def view() -> object:
        who = profile(next(ours))
        return who, moments(supervisor, who.ids, size=50), open_cases(supervisor, who.ids)

    bare = Statement(WHOLE, lambda: (next(theirs),))
    for threads in (1, 8):
        name = f"whole person: profile, newest 50 contacts and notices, open cases, {_clients(threads)}"
        both = clock.beside(view, bare, seconds, threads=threads)
        yield Result(name, "one SQL statement", *both, target="≥ 400/s")


NEWEST = """
SELECT s.*, c.*, p.*, d.* FROM cases_casescope s JOIN cases_case c ON c.id = s.case_id
LEFT JOIN parties_party p ON p.id = c.party_id LEFT JOIN agencies_department d ON d.id = c.department_id
WHERE s.department_id = %s AND s.state_group = 'done' AND (s.sort_key, s.id) < (%s, %s)
ORDER BY s.sort_key DESC, s.id DESC LIMIT 21
"""
HIGHEST = "ffffffff-ffff-ffff-ffff-ffffffffffff"


def lists(seconds: float) -> Iterator[Result]:
    supervisor = _supervisor()
    (department,) = supervisor.departments()
    rows = CaseScope.objects.filter(department_id=department, state_group="done").order_by("-sort_key", "-id")
    depth = min(DEEP, rows.count() - 100)
    key, row = rows.values_list("sort_key", "id")[depth]
    narrowed = Filter(group="done")
    for where, cursor, after in (
        ("first page", "", (HIGHEST, HIGHEST)),
        (f"after {depth:,} cases", encode_cursor([key, row], False), (key, row)),
    ):
        found = clock.beside(
            partial(queries.case_list, supervisor, narrowed, cursor=cursor),
            Statement(NEWEST, partial(_same, (department, *after))),
            seconds,
        )
        yield Result(f"newest 20 of a filtered list, {where}", "one SQL statement", *found, target="≥ 500/s")


def _same(values: tuple[Any, ...]) -> tuple[Any, ...]:
    return values


def _supervisor() -> Actor:
    """The one who sees most: of the hotline centre, or of the government above it."""
    grants = RoleGrant.objects.filter(role=Role.SUPERVISOR, staff__account__isnull=False)
    grant = grants.select_related("staff__account").order_by("-department__is_centre", "id").first()
    actor = actor_for(grant.staff.account) if grant is not None and grant.staff.account is not None else None
    if grant is None or actor is None:
        raise SystemExit("The practice city has no supervisor.")
    return replace(actor, grants=(Grant(grant.role, grant.department_id),))


def finding(seconds: float) -> Iterator[Result]:
    rows = Identifier.objects.filter(kind="resident")[:500]
    numbers = [
        keys.decrypt(bytes(row.cipher), model="parties.Identifier", field="cipher", row_id=row.id)
        for row in rows
    ]
    ours = itertools.cycle(numbers)
    blinds = itertools.cycle([row.blind for row in rows])
    sql = "SELECT p.* FROM parties_party p JOIN parties_identifier i ON i.party_id = p.id WHERE i.blind = %s"
    both = clock.beside(
        lambda: by_identifier("resident", next(ours)), Statement(sql, lambda: (next(blinds),)), seconds
    )
    yield Result("find a person by id number", "one SQL statement", *both, target="≥ 1,000/s")


ASKED = (
    "路燈",
    "停水",
    "垃圾 清運",
    "噪音",
    "补助",
    "證明",
    "street light",
    "noise at night",
    "道路坑洞",
    "MB-2026",
)


def searching(seconds: float) -> Iterator[Result]:
    """Words in both scripts and in English over the texts of all cases, within the scope of one who sees all."""
    supervisor, words = _supervisor(), itertools.cycle(ASKED)
    took = clock.durations(lambda: queries.search_cases(supervisor, next(words)), seconds)
    p95 = 1000 * sorted(took)[int(len(took) * 0.95)]
    name = f"search over {CaseSearch.objects.count():,} texts, 1 client"
    yield Result(name, f"p95 {p95:.1f} ms", [len(took) / sum(took)], [], target="p95 ≤ 30 ms")


def deciding(seconds: float) -> Iterator[Result]:
    """Area, category and amount give a department; facts in turn."""
    took = clock.durations(decisions.deciding(), seconds)
    name = f"decide by a table of {decisions.RULES} rules, median {1000 * clock.median(took):.3f} ms"
    both = clock.beside(decisions.deciding(), decisions.by_hand(), seconds)
    yield Result(name, "a loop over the rules", *both, target="median ≤ 1 ms")


def sweeping_clocks(_seconds: float) -> Iterator[Result]:
    """One whole sweep, found by the indexes on due instants and on the next look."""
    for what, took in sweeping.sweeps():
        name = f"sweep a million open clocks, {what}, median {1000 * clock.median(took):.0f} ms"
        yield Result(name, "", [1 / seconds for seconds in took], [], target="≤ 1 s")


def opening_my_work(_seconds: float) -> Iterator[Result]:
    """The page of an officer in whose queue a hundred thousand tasks wait."""
    for looked in worklist.looks():
        name = f"my work with a million open tasks, {looked.name}, median {1000 * clock.median(looked.took):.0f} ms"
        ours, bare = ([1 / one for one in times] for times in (looked.took, looked.bare))
        yield Result(name, "its rows, bare", ours, bare, target="≤ 100 ms")


def stepping_cases(seconds: float) -> Iterator[Result]:
    """The engine alone, and a step with all that it writes."""
    engine = clock.durations(stepping.engine_alone(), seconds)
    name = f"take a step of a process, the engine alone, median {1000 * clock.median(engine):.1f} ms"
    yield Result(name, "", [1 / one for one in engine], [], target="median ≤ 15 ms with all it writes")
    ready = stepping.Ready()
    took = clock.durations(ready.sign, min(seconds, 5.0))
    name = f"take a step of a process and write it, 1 client, median {1000 * clock.median(took):.1f} ms"
    yield Result(name, "", [1 / one for one in took], [], target="median ≤ 15 ms")


def _clients(threads: int) -> str:
    return "1 client" if threads == 1 else f"{threads} threads of one process"
