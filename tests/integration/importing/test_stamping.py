"""Stamped rows are the rows that the state table makes: every table, every column, on a sample of all shapes."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

import pytest

from minben.cases.actions.record_elsewhere import Elsewhere as Recorder
from minben.cases.actions.record_history import record_history
from minben.cases.history.recording import Elsewhere, PastCase, PastStep
from minben.cases.history.stamping import fits
from minben.cases.models import Case, CaseEvent, CaseScope, CaseSearch, Interaction
from minben.foundation.access.actor import SYSTEM
from minben.foundation.records.ids import moment_of
from minben.importing.loaders.service_requests import PATHS
from minben.processes.models import Clock, Task
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db
OPENED = dt.datetime(2015, 3, 4, 5, 6, 7, tzinfo=dt.UTC)
NOW = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
TABLES = (Case, CaseScope, CaseEvent, Interaction, Clock, Task, CaseSearch)
CHANCE = {"id", "sort_key", "number", "track_token", "track_digest", "source", "vector"}


def steps(town: Town, state: str, end: dt.datetime) -> tuple[PastStep, ...]:
    told = PATHS.get(state, ("dispatch", "sign"))
    assumed = tuple(
        PastStep(verb, OPENED, department=town.roads if verb == "dispatch" else None, data={"assumed": True})
        for verb in told
    )
    if state != "closed":
        return assumed
    check = PastStep("check", end, data={"assumed": True})
    return (*assumed, PastStep("answer", end), check, PastStep("close", end))


def sample(town: Town) -> list[PastCase]:
    """Every state, with and without a target, in time and late, seen late and not yet."""
    found = []
    targets = (None, OPENED + HOUR, OPENED + 48 * HOUR, NOW + HOUR)
    for state in (*PATHS, "closed"):
        for n, target in enumerate(targets):
            for name in ("Pothole\t\\ 50%", "路燈\n不亮"):
                found.append(past(town, f"{state} {n} {name}", state, target))
    return found


def past(town: Town, key: str, state: str, target: dt.datetime | None) -> PastCase:
    fields: dict[str, Any] = {
        "title": key,
        "topic": "Street",
        "kind": "report",
        "channel": "phone",
        "language": "en",
        "privacy": "anonymous",
        "place": "1 Main St",
        "latitude": 42.5,
        "longitude": -71.25,
        "answers": {"On time": '100 % \\ "yes"'},
    }
    return PastCase(
        received_at=OPENED,
        fields=fields,
        steps=steps(town, state, OPENED + 5 * HOUR),
        answer="Filled\tin" if state == "closed" else "",
        source="import:x",
        source_key=key,
        elsewhere=Elsewhere(target, NOW, "Target of x"),
    )


def rows(source: str) -> list[tuple[Any, ...]]:
    """What is in the tables, keys replaced by the moment they carry, cases by their source key."""
    names = {case.id: case.source_key for case in Case.objects.filter(source=source)}
    found = []
    for model in TABLES:
        for row in model._default_manager.all():
            subject = getattr(row, "case_id", None) or getattr(row, "subject_id", None) or row.pk
            if subject in names:
                found.append((model.__name__, names[subject], *_told(row, names)))
    return sorted(found, key=repr)


def _told(row: Any, names: dict[uuid.UUID, str]) -> list[Any]:
    told: list[Any] = [] if isinstance(row, CaseScope | CaseSearch) else [moment_of(row.pk)]
    for column in row._meta.concrete_fields:
        value = getattr(row, column.attname)
        if column.attname not in CHANCE:
            told.append(names.get(value, value) if isinstance(value, uuid.UUID) else value)
    return told


def test_stamped_and_recorded_history_are_the_same_rows() -> None:
    town = make_town()
    some = sample(town)
    assert all(fits(item) for item in some)
    Recorder(SYSTEM, jurisdiction=town.jurisdiction, centre=town.centre).record(some)
    stamped = rows("import:x")
    Case.objects.update(source="stamped")
    record_history(SYSTEM, some, jurisdiction=town.jurisdiction, centre=town.centre)
    assert stamped == rows("import:x")
    assert len(stamped) > 5 * len(some)


def test_the_search_row_of_a_stamped_case_holds_its_words() -> None:
    town = make_town()
    one = past(town, "Pothole", "closed", None)
    Recorder(SYSTEM, jurisdiction=town.jurisdiction, centre=town.centre).record([one])
    vector = str(CaseSearch.objects.get().vector)
    assert "'pothol'" in vector
    assert "'fill'" in vector


def test_an_impossible_step_is_refused_and_the_others_stay() -> None:
    town = make_town()
    wrong = past(town, "wrong", "closed", None)
    wrong = PastCase(**{**vars(wrong), "steps": (PastStep("close", OPENED),)})
    recorder = Recorder(SYSTEM, jurisdiction=town.jurisdiction, centre=town.centre)
    done = recorder.record([wrong, past(town, "right", "closed", None)])
    assert (done.written, list(done.refused)) == (1, ["wrong"])
    assert CaseEvent.objects.count() == 3


def test_a_second_run_writes_nothing() -> None:
    town = make_town()
    some = sample(town)
    recorder = Recorder(SYSTEM, jurisdiction=town.jurisdiction, centre=town.centre)
    assert recorder.record(some[:7]).written == 7
    done = recorder.record(some)
    assert (done.written, done.known) == (len(some) - 7, 7)


def test_a_late_promise_of_long_ago_is_no_news_for_the_sweep() -> None:
    town = make_town()
    recorder = Recorder(SYSTEM, jurisdiction=town.jurisdiction, centre=town.centre)
    recorder.record([past(town, "late", "signed", OPENED + HOUR), past(town, "soon", "signed", NOW + HOUR)])
    late, soon = Clock.objects.order_by("due_at")
    assert (late.breached_at, soon.breached_at) == (late.due_at, None)
    assert late.amount == Decimal("0.04")
