"""Sealing loses no line, and verification names what was tampered with."""

from __future__ import annotations

import datetime as dt
import json
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from minben.foundation.access.actor import SYSTEM
from minben.foundation.audit import heads, trail
from minben.foundation.audit.findings import Fault
from minben.foundation.audit.models import AuditLine, Checkpoint, Seal
from minben.foundation.audit.retention import drop_before
from minben.foundation.audit.seals import seal, seal_all, write_heads
from minben.foundation.audit.verify import verify
from minben.foundation.records.errors import Conflict
from minben.foundation.records.ids import id_at
from minben.foundation.records.partitions import ensure_partitions
from tests.waiting import settle

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def outside(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


def write(count: int = 1, *, wait: bool = True) -> list[uuid.UUID]:
    for _ in range(count):
        trail.wrote(SYSTEM, "case.closed", subject=("case", uuid.uuid4()), after={"state": "closed"})
    if wait:
        settle()
    return list(AuditLine.objects.order_by("-xid", "-id").values_list("id", flat=True)[:count])[::-1]


@contextmanager
def as_owner_without_trigger(table: str = "audit_auditline") -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only")
        cursor.execute(
            f"ALTER TABLE {table}_rest DISABLE TRIGGER ALL" if table == "audit_auditline" else "SELECT 1"
        )
    yield
    with connection.cursor() as cursor:
        cursor.execute(
            f"ALTER TABLE {table}_rest ENABLE TRIGGER ALL" if table == "audit_auditline" else "SELECT 1"
        )
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_append_only")


def faults(which: str = "audit") -> list[tuple[Fault, uuid.UUID | None]]:
    return [(f.fault, f.line_id) for f in verify(which)]


def test_an_untouched_trail_verifies():
    write(5)
    assert seal("audit", timezone.now(), batch=2) == 2
    assert seal_all(timezone.now()) == 3
    assert verify("audit") == []
    assert [s.position for s in Seal.objects.order_by("position")] == [1, 2]


def test_nothing_new_makes_no_seal():
    write()
    seal_all(timezone.now())
    assert seal("audit", timezone.now()) == 0


def test_a_transaction_larger_than_the_batch_is_sealed_whole():
    with transaction.atomic():
        write(7)
    settle()
    write(1)
    assert [seal("audit", timezone.now(), batch=3) for _ in range(3)] == [7, 1, 0]
    assert verify("audit") == []


def test_a_changed_line_is_named():
    lines = write(3)
    seal_all(timezone.now())
    with as_owner_without_trigger():
        AuditLine.objects.filter(id=lines[1]).update(actor_name="somebody else")
    found = verify("audit")
    assert [(f.fault, f.line_id) for f in found] == [(Fault.CHANGED, lines[1])]
    assert str(lines[1]) in str(found[0])


def test_a_line_whose_transaction_number_was_changed_is_named():
    lines = write(3)
    seal_all(timezone.now())
    with as_owner_without_trigger():
        AuditLine.objects.filter(id=lines[1]).update(xid=1)
    assert (Fault.CHANGED, lines[1]) in faults()


def test_a_removed_line_is_named():
    lines = write(3)
    seal_all(timezone.now())
    with as_owner_without_trigger():
        AuditLine.objects.filter(id=lines[0]).delete()
    assert faults() == [(Fault.REMOVED, lines[0])]


def test_a_line_inserted_behind_a_seal_is_named():
    write(2)
    seal_all(timezone.now())
    false = AuditLine.objects.create(actor_kind="system", action="case.closed", subject_kind="case", xid=5)
    assert faults() == [(Fault.INSERTED, false.id)]


def test_a_cut_off_tail_shows_against_the_file_outside():
    write(2)
    seal_all(timezone.now())
    write(2)
    seal_all(timezone.now())
    with as_owner_without_trigger(), as_owner_without_trigger("audit_seal"):
        Seal.objects.filter(position=2).delete()
        AuditLine.objects.order_by("-xid")[0].delete()
    assert Fault.CUT_OFF in [f.fault for f in verify("audit")]


def test_a_chain_computed_anew_shows_against_the_file_outside():
    lines = write(2)
    seal_all(timezone.now())
    with as_owner_without_trigger(), as_owner_without_trigger("audit_seal"):
        AuditLine.objects.filter(id=lines[0]).update(reason="rewritten")
        Seal.objects.all().delete()
    seal_all(timezone.now())
    assert [f.fault for f in verify("audit")] == [Fault.SEAL_CHANGED]


def test_a_seal_taken_out_of_the_middle_shows():
    for _ in range(3):
        write()
        seal_all(timezone.now())
    with as_owner_without_trigger("audit_seal"):
        Seal.objects.filter(position=2).delete()
    assert Fault.SEAL_MISSING in [f.fault for f in verify("audit")]


def test_a_changed_seal_shows():
    write()
    seal_all(timezone.now())
    with as_owner_without_trigger("audit_seal"):
        Seal.objects.update(last_xid=99)
    assert Fault.SEAL_CHANGED in [f.fault for f in verify("audit")]


def test_lines_left_unsealed_for_a_minute_are_reported():
    lines = write()
    assert verify("audit") == []
    later = timezone.now() + dt.timedelta(minutes=2)
    write()
    found = verify("audit", later)
    assert (Fault.UNSEALED, lines[0]) in [(f.fault, f.line_id) for f in found]


def test_a_head_that_a_crash_lost_is_written_by_the_next_seal():
    write()
    seal_all(timezone.now())
    heads.path().unlink()
    assert Fault.NOT_WRITTEN_OUT in [
        f.fault for f in verify("audit", timezone.now() + dt.timedelta(minutes=5))
    ]
    write_heads("audit")
    assert [h.position for h in heads.read("audit")] == [1]
    assert verify("audit") == []


def test_the_file_outside_survives_a_half_written_line():
    write()
    seal_all(timezone.now())
    with heads.path().open("a") as file:
        file.write(json.dumps({"trail": "audit"})[:10])
    assert heads.last_position("audit") == 1


def in_thread(work: Callable[[], None]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_an_older_transaction_still_open_loses_no_line():
    opened, finish = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            write()
            opened.set()
            finish.wait(10)

    thread = in_thread(slow)
    opened.wait(10)
    younger = write(wait=False)
    assert seal_all(timezone.now()) == 0, "the younger line waits for the older transaction"
    finish.set()
    thread.join()
    settle()
    assert seal_all(timezone.now()) == 2
    assert set(Seal.objects.get().line_ids) > set(younger)
    assert verify("audit") == []


def test_two_writers_and_a_sealer_at_once_lose_no_line():
    def busy() -> None:
        for _ in range(30):
            with transaction.atomic():
                write(2)

    writers = [in_thread(busy), in_thread(busy)]
    while any(w.is_alive() for w in writers):
        seal("audit", timezone.now(), batch=10)
    settle()
    seal_all(timezone.now())
    assert (
        sum(len(s.line_ids) for s in Seal.objects.filter(trail="audit")) == AuditLine.objects.count() == 120
    )
    assert verify("audit") == []


@pytest.fixture
def old_month() -> Iterator[list[uuid.UUID]]:
    ensure_partitions(dt.date(2020, 1, 1), dt.date(2020, 2, 1), tables=["audit_auditline"])
    moment = dt.datetime(2020, 1, 15, 8, 0, tzinfo=dt.UTC)
    lines = [
        AuditLine.objects.create(
            id=id_at(moment), actor_kind="system", action="case.closed", subject_kind="case"
        ).id
        for _ in range(3)
    ]
    settle()
    yield lines
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS audit_auditline_2020_01, audit_auditline_2020_02")


def test_a_month_past_retention_leaves_and_the_rest_still_verifies(old_month):
    kept = write(2)
    seal_all(timezone.now())
    assert drop_before(dt.date(2020, 2, 1)) == 3
    assert set(AuditLine.objects.values_list("id", flat=True)) == set(kept)
    assert verify("audit") == []


def test_a_checkpoint_that_nobody_signed_covers_nothing(old_month):
    seal_all(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE audit_auditline_2020_01")
    Checkpoint.objects.create(
        trail="audit", before=timezone.now(), position=1, digest="", lines=3, signature="made up"
    )
    found = [f.fault for f in verify("audit")]
    assert found.count(Fault.REMOVED) == 3
    assert Fault.FORGED_CHECKPOINT in found


def test_what_does_not_verify_is_not_dropped(old_month):
    with pytest.raises(Conflict):
        drop_before(dt.date(2020, 2, 1))
    assert AuditLine.objects.count() == 3
