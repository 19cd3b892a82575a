"""My work with a million open tasks: the page as the server draws it, beside the bare statement of its rows."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import psycopg
from django.conf import settings
from django.test import Client

from minben.agencies.models import RoleGrant
from minben.foundation.access.roles import Role
from minben.foundation.access.sessions import desk_cookie
from minben.foundation.access.web import SEEN

KIND = "bench"
OPEN = 1_000_000
CROWDED = 10
"""One task in so many waits in the queue of the officer who looks: a hundred thousand."""
ROUNDS = 15
PAGES = {
    "due soon": "?tab=due",
    "new": "?tab=new",
    "mine": "?tab=mine",
    "new, within a week": "?tab=new&due=week",
    "new, newest first": "?tab=new&order=new",
}
_COLUMNS = "id, subject_id, kind, department_id, role, state, statutory, due_at, label, version"
_FILL = f"""
INSERT INTO processes_task ({_COLUMNS})
SELECT gen_random_uuid(), cases.ids[1 + n %% cardinality(cases.ids)], '{KIND}' || n / cardinality(cases.ids),
       CASE WHEN n %% {CROWDED} = 0 THEN %(own)s::uuid ELSE others.ids[1 + n %% cardinality(others.ids)] END,
       'officer', 'open', n %% 500 = 0, now() + (n %% 90000 - 5000) * interval '1 minute', '', 1
FROM generate_series(1, %(count)s) AS n,
     (SELECT array_agg(id) AS ids FROM cases_case) AS cases,
     (SELECT array_agg(id) AS ids FROM agencies_department WHERE id <> %(own)s) AS others
"""
_BARE = """
SELECT * FROM processes_task WHERE department_id = %s AND role = 'officer' AND state = 'open'
ORDER BY CASE WHEN statutory THEN 0 ELSE 1 END, coalesce(due_at, '9999-01-01 00:00:00+00'), id LIMIT 21
"""


@dataclass(frozen=True)
class Looked:
    """One page: seconds each time it was drawn, and seconds of the bare statement of the list in the same run."""

    name: str
    took: list[float]
    bare: list[float]


@contextmanager
def a_million_open(own: object) -> Iterator[psycopg.Connection]:
    """Tasks of cases of the city in the queues of its departments; taken away in the end."""
    with psycopg.connect(os.environ["MINBEN_OWNER_DATABASE_URL"], autocommit=True) as owner:
        owner.execute(_FILL, {"own": own, "count": OPEN})
        owner.execute("VACUUM ANALYZE processes_task")
        try:
            yield owner
        finally:
            owner.execute(f"DELETE FROM processes_task WHERE kind LIKE '{KIND}%'")


def looks() -> Iterator[Looked]:
    """Each page, drawn whole: session, counts of the tabs, rows, read lines, template."""
    held = RoleGrant.objects.filter(role=Role.OFFICER, staff__account__isnull=False, department__active=True)
    grant = held.select_related("staff__account", "department").order_by("department__code", "id")[0]
    client = _signed_in(grant)
    with a_million_open(grant.department_id) as owner:
        for name, query in PAGES.items():
            took = [_timed(partial(_open, client, query)) for _round in range(ROUNDS)]
            bare = [_timed(partial(_rows, owner, grant.department_id)) for _round in range(ROUNDS)]
            yield Looked(name, took[1:], bare[1:])


def _open(client: Client, query: str) -> None:
    answer = client.get(f"/desk/{query}")
    if answer.status_code != 200:
        raise RuntimeError(f"/desk/{query} answered {answer.status_code}")


def _rows(owner: psycopg.Connection, department: object) -> None:
    owner.execute(_BARE, [department]).fetchall()


def _timed(job: Callable[[], None]) -> float:
    started = time.perf_counter()
    job()
    return time.perf_counter() - started


def _signed_in(grant: RoleGrant) -> Client:
    client, account = Client(HTTP_HOST="127.0.0.1"), grant.staff.account
    if account is None:
        raise LookupError("This officer has no account.")
    client.force_login(account, backend="minben.foundation.access.backends.StaffBackend")
    session = client.session
    session[SEEN] = time.time()
    session.save()
    client.cookies[desk_cookie()] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return client
