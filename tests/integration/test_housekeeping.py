"""Everything that runs by the clock is registered, and runs on an empty and on a filled database."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from procrastinate.contrib.django import app

from minben.cases.actions import draft
from minben.cases.models import CaseEvent, Draft
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.models import OneTimeCode
from minben.foundation.files import actions as files
from minben.foundation.files.models import Document
from minben.foundation.jobs.ticker import all_ticks
from minben.foundation.records.ids import id_at
from minben.foundation.records.models import IdempotencyKey
from minben.foundation.records.partitions import (
    ensure_partitions,
    growing_models,
    missing_ahead,
    months_between,
)
from tests.factories import cases as make
from tests.factories.town import citizen, make_town

pytestmark = pytest.mark.django_db(transaction=True)
LONG_AGO = dt.timedelta(days=40)

PERIODIC = {
    "minben.cases.jobs.forget_drafts",
    "minben.foundation.files.jobs.sweep",
    "minben.foundation.jobs.jobs.forget_keys",
    "minben.foundation.jobs.jobs.remove_old_jobs",
}
TICKS = {
    "carry messages",
    "make partitions ahead",
    "pump events",
    "retake stalled jobs",
    "seal trails",
    "sweep clocks",
}


def periodic() -> dict[str, Any]:
    return {entry.task.name: entry.task for entry in app.periodic_registry.periodic_tasks.values()}


def ticks() -> dict[str, Any]:
    return {one.name: one.work for one in all_ticks()}


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path


@pytest.fixture
def filled() -> None:
    """A day of work, and something of everything that is too old."""
    old = timezone.now() - LONG_AGO
    make.closed(make_town())
    make.make_case()
    IdempotencyKey.objects.create(id=id_at(old), caller="somebody", key="1", digest="")
    OneTimeCode.objects.create(id=id_at(old), purpose="sign-in", address="a@example.org", expires_at=old)
    held = draft.begin(citizen(), "ask", {"title": "路燈"})
    Draft.objects.filter(token=held.token).update(saved_at=old)
    stored = files.store(SYSTEM, ContentFile(b"plain words", name="a.txt"))
    Document.objects.filter(id=stored.id).update(id=id_at(old))


def run_all(now: dt.datetime) -> None:
    for work in ticks().values():
        work(now)
    for task in periodic().values():
        task(timestamp=int(now.timestamp()))


def test_all_housekeeping_is_registered() -> None:
    assert set(periodic()) >= PERIODIC
    assert set(ticks()) >= TICKS


def test_all_of_it_runs_on_an_empty_database() -> None:
    run_all(timezone.now())


@pytest.mark.usefixtures("filled")
def test_all_of_it_runs_on_a_filled_database_and_takes_what_is_too_old() -> None:
    run_all(timezone.now())
    assert not IdempotencyKey.objects.filter(caller="somebody").exists()
    assert not OneTimeCode.objects.exists()
    assert not Draft.objects.exists()
    assert not Document.objects.exists()


@pytest.mark.usefixtures("filled")
def test_what_became_overdue_is_told_once_on_the_timeline() -> None:
    later = timezone.now() + dt.timedelta(days=60)
    for _ in range(2):
        ticks()["sweep clocks"](later)
    told = CaseEvent.objects.filter(name="overdue").values_list("data__clock", flat=True)
    assert sorted(told) == ["answer", "dispatch"]


def test_every_growing_table_has_its_months_ahead() -> None:
    today = timezone.now().date()
    ticks()["make partitions ahead"](timezone.now())
    months = months_between(today, today + dt.timedelta(days=90))
    assert len(growing_models()) >= 7
    assert ensure_partitions(months[0], months[-1]) == 0
    assert missing_ahead(today, months=2) == []


def test_a_month_that_nobody_made_is_missed() -> None:
    far = dt.date(2099, 5, 17)
    missing = missing_ahead(far, months=1)
    assert "cases_caseevent_2099_05" in missing
    assert len(missing) == 2 * len(growing_models())
    ensure_partitions(far, dt.date(2099, 6, 1))
    assert missing_ahead(far, months=1) == []
