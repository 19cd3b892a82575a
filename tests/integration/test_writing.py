"""Rows written in one statement or by COPY, and row objects made fast, are what Django would have made."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DataError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from minben.foundation.audit.models import AuditLine, ReadLine
from minben.foundation.records import prepared
from minben.foundation.records.fresh import fresh
from minben.foundation.records.ids import new_id
from minben.foundation.records.models import IdempotencyKey
from minben.foundation.records.reading import columns, made
from minben.foundation.records.writing import copy_lines, insert, line_of
from minben.parties.models import Party
from minben.processes.models import Clock, Definition, Run, Version

pytestmark = pytest.mark.django_db


def clock(**other: object) -> Clock:
    now = dt.datetime(2026, 7, 1, 8, tzinfo=dt.UTC)
    values = {
        "subject_id": new_id(),
        "kind": "answer",
        "amount": Decimal("2.50"),
        "unit": "hour",
        "rule": "測試",
    }
    return fresh(Clock, **{**values, "started_at": now, "due_at": now, **other})


def test_a_fresh_row_is_what_the_model_makes() -> None:
    key = new_id()
    ordinary, quick = Party(id=key, name="王"), fresh(Party, id=key, name="王")
    names = [field.attname for field in Party._meta.concrete_fields]
    assert {n: getattr(ordinary, n) for n in names} == {n: getattr(quick, n) for n in names}
    assert quick._state.adding
    first, second = (fresh(IdempotencyKey) for _n in range(2))
    assert first.result is not second.result


def test_rows_of_several_tables_are_one_statement_and_come_back_as_they_were() -> None:
    rows = [clock(), clock(paused_at=dt.datetime(2026, 7, 2, tzinfo=dt.UTC)), fresh(Party, name="100% 王")]
    with CaptureQueriesContext(connection) as run:
        assert insert(rows)
    assert len(run.captured_queries) == 1
    for row in rows:
        found = type(row)._default_manager.get(pk=row.pk)
        for field in type(row)._meta.concrete_fields:
            assert getattr(found, field.attname) == getattr(row, field.attname)


def test_copied_rows_come_back_as_they_were() -> None:
    rows = [clock() for _n in range(20)]
    odd = fresh(IdempotencyKey, caller="tab\there", key="back\\slash", digest="\n", result={"a": 'tab\t"'})
    copy_lines(map(line_of, [*rows, odd]))
    assert Clock.objects.count() == 20
    assert Clock.objects.get(pk=rows[0].pk).amount == Decimal("2.50")
    found = IdempotencyKey.objects.get()
    assert (found.caller, found.key, found.digest, found.result) == (odd.caller, odd.key, "\n", odd.result)


def test_lists_and_bytes_are_copied_as_they_are() -> None:
    drawn = Version.objects.create(
        definition=Definition.objects.create(key="p"), number=1, source="<x/>", changed_at=timezone.now()
    )
    odd = ['a "quoted" one', "back\\slash", "comma, brace}", "NULL", "", "tab\there"]
    state = bytes(range(256))
    run = fresh(Run, subject_id=new_id(), version_id=drawn.id, state=state, messages=odd, signals=[])
    copy_lines([line_of(run), line_of(fresh(Party, name="王"))])
    found = Run.objects.get()
    assert (found.messages, found.signals, bytes(found.state)) == (odd, [], state)
    assert Party.objects.get().name == "王"


def test_nothing_is_written_beside_a_row_that_is_there() -> None:
    first, second = (IdempotencyKey(caller="a", key="b", digest=digest) for digest in "cd")
    assert insert([clock()], unless=first)
    assert not insert([clock()], unless=second)
    assert Clock.objects.count() == 1
    assert IdempotencyKey.objects.get().digest == "c"


def test_a_text_too_long_is_an_error_and_is_not_cut() -> None:
    with pytest.raises(DataError):
        insert([clock(rule="長" * 121)])


def test_lists_and_what_the_database_fills_itself_are_written() -> None:
    ids = [new_id(), new_id()]
    insert([fresh(ReadLine, actor_kind="staff", page="p", subject_kind="party", subject_ids=ids)])
    insert([fresh(AuditLine, actor_kind="staff", action="a", subject_kind="party")])
    assert ReadLine.objects.get().subject_ids == ids
    assert AuditLine.objects.get().xid > 0


def test_a_prepared_query_answers_what_the_query_answers() -> None:
    party = Party.objects.create(name="100%")
    query = Party.objects.filter(name__startswith="100%").values("id", "name", "state")
    assert prepared.values(query) == list(query)
    (row,) = prepared.rows(
        f"SELECT {columns(Party, 'p')} FROM parties_party p WHERE p.id = %s::uuid", [party.id]
    )
    assert made(Party, row) == party
    assert made(Party, row).name == "100%"
