"""One application of many services: parts with their own cases and clocks, one answer in the end."""

from __future__ import annotations

import uuid

import pytest

from minben.agencies.models import Department
from minben.cases.actions import application, pressing, routing
from minben.cases.actions.bundle import submit_bundle
from minben.cases.applications.matter import MatterPart
from minben.cases.applications.sealing import in_the_clear
from minben.cases.intake import Submission
from minben.cases.models import BundlePart, Case, Status
from minben.catalog.models import EventService, LifeEventType, PublicService, ServiceVersion
from minben.catalog.queries.bundles import bundle
from minben.foundation.access.actor import SYSTEM, Actor
from minben.foundation.access.roles import Role
from minben.foundation.events.pump import pump_all
from minben.foundation.records.errors import Conflict, Invalid
from minben.parties.models import Party
from minben.processes.models import Clock, Task
from tests.factories.town import Town, citizen, make_town
from tests.waiting import settle

pytestmark = pytest.mark.django_db(transaction=True)
FORM = [
    {"key": "who", "kind": "name", "label": {"zh-hant": "姓名"}, "fills": "party.name"},
    {"key": "number", "kind": "id_number", "label": {"zh-hant": "證號"}, "fills": "party.id_number"},
]


@pytest.fixture
def town() -> Town:
    return make_town()


def service(town: Town, slug: str, department: Department, promised: int = 3) -> ServiceVersion:
    made = PublicService.objects.create(jurisdiction=town.jurisdiction, department=department, slug=slug)
    return ServiceVersion.objects.create(
        service=made,
        number=1,
        state="published",
        name={"zh-hant": slug, "en": slug},
        form=FORM,
        promised_amount=promised,
    )


@pytest.fixture
def versions(town: Town) -> dict[str, ServiceVersion]:
    places = {"certificate": town.water, "household": town.roads, "allowance": town.roads, "card": town.water}
    return {slug: service(town, slug, department) for slug, department in places.items()}


@pytest.fixture
def event(town: Town, versions: dict[str, ServiceVersion]) -> LifeEventType:
    made = LifeEventType.objects.create(
        slug="born",
        code="BORN",
        audience="person",
        name={"zh-hant": "出生"},
        bundle=True,
        lead=town.water,
        promised_amount=10,
    )
    for order, version in enumerate(versions.values()):
        EventService.objects.create(event=made, service=version.service, order=order)
    return made


def apply(event: LifeEventType, versions: dict[str, ServiceVersion], *, key: str = "k") -> Case:
    person = Party.objects.create(kind="person", name="王小明")
    whole = Submission(
        kind="application", title="出生", party_id=person.id, event_id=event.id,
        answers={"name": "王小明", "id": "11010519491231002X"}, secret_answers={"id": "11010519491231002X"},
    )  # fmt: skip
    after = {
        "household": ["certificate"],
        "allowance": ["household"],
        "certificate": [],
        "card": ["certificate", "elsewhere"],
    }
    places = {"who": "name", "number": "id"}
    parts = [MatterPart(slug, version, tuple(after[slug]), places) for slug, version in versions.items()]
    return Case.objects.get(pk=submit_bundle(citizen(), whole, parts, key=key).case_id)


def states(case: Case) -> dict[str, str]:
    return dict(BundlePart.objects.filter(case=case).values_list("key", "state"))


def child(case: Case, key: str) -> Case:
    found = BundlePart.objects.get(case=case, key=key).child
    assert found is not None
    return found


def told() -> None:
    """News is handed on, and what follows from it."""
    for _turn in range(2):
        settle()
        pump_all()


def decide(officer: Actor, case: Case, outcome: str = "granted") -> None:
    routing.accept(officer, case.id)
    application.decide(officer, case.id, outcome=outcome, text="依規定辦理")
    told()


def test_parts_begin_when_what_they_wait_for_is_granted_and_the_whole_ends_after_them(
    town: Town, event: LifeEventType, versions: dict[str, ServiceVersion]
) -> None:
    whole = apply(event, versions)
    assert (whole.status, whole.department_id) == (Status.ACCEPTED, town.water.id)
    assert states(whole) == {
        "certificate": "running",
        "household": "waiting",
        "allowance": "waiting",
        "card": "waiting",
    }
    first = child(whole, "certificate")
    assert (first.department_id, first.party_id, first.process_version_id is not None) == (
        town.water.id,
        whole.party_id,
        True,
    )
    clear = in_the_clear(first.id, first.answers)
    assert clear == {"who": "王小明", "number": "11010519491231002X"}
    assert "11010519491231002X" not in str(first.answers)
    water, roads = town.actor(Role.OFFICER, town.water), town.actor(Role.OFFICER, town.roads)
    with pytest.raises(Conflict, match="4"):
        application.decide(water, whole.id, outcome="granted", text="先結")
    decide(water, first)
    assert states(whole) == {
        "certificate": "granted",
        "household": "running",
        "allowance": "waiting",
        "card": "running",
    }
    decide(water, child(whole, "card"), "refused")
    decide(roads, child(whole, "household"))
    decide(roads, child(whole, "allowance"))
    whole.refresh_from_db()
    assert (whole.status, whole.outcome) == (Status.CLOSED, "granted")
    assert "card" in whole.answer
    assert not Task.objects.filter(subject_id=whole.id, state__in=["open", "claimed"]).exists()
    assert not Clock.objects.filter(subject_id=whole.id, state="running").exists()


def test_a_refused_part_drags_down_only_what_must_follow_it(
    town: Town, event: LifeEventType, versions: dict[str, ServiceVersion]
) -> None:
    whole = apply(event, versions)
    water, roads = town.actor(Role.OFFICER, town.water), town.actor(Role.OFFICER, town.roads)
    decide(water, child(whole, "certificate"))
    decide(roads, child(whole, "household"), "refused")
    assert states(whole)["allowance"] == "dropped"
    assert states(whole)["card"] == "running"


def test_one_deadline_for_all_and_its_own_for_each(
    event: LifeEventType, versions: dict[str, ServiceVersion]
) -> None:
    whole = apply(event, versions)
    (clock,) = Clock.objects.filter(subject_id=whole.id, state="running")
    assert (clock.kind, int(clock.amount), clock.unit) == ("decide", 10, "workday")
    assert whole.promised_at == clock.due_at
    assert Clock.objects.filter(
        subject_id=child(whole, "certificate").id, kind="pre_check", state="running"
    ).exists()


def test_taking_the_whole_back_takes_its_parts_back(
    event: LifeEventType, versions: dict[str, ServiceVersion]
) -> None:
    whole = apply(event, versions)
    pressing.withdraw(SYSTEM, whole.id)
    told()
    assert set(states(whole).values()) == {"withdrawn"}
    assert child(whole, "certificate").status == Status.WITHDRAWN


def test_a_double_click_makes_one_whole(event: LifeEventType, versions: dict[str, ServiceVersion]) -> None:
    person = Party.objects.create(kind="person", name="王小明")
    whole = Submission(kind="application", title="出生", party_id=person.id, event_id=event.id)
    parts = [MatterPart("certificate", versions["certificate"], (), {})]
    one = submit_bundle(citizen(), whole, parts, key="same")
    again = submit_bundle(citizen(), whole, parts, key="same")
    assert (again.case_id, again.new) == (one.case_id, False)
    assert BundlePart.objects.count() == 1


def test_an_event_that_is_no_bundle_is_refused(
    event: LifeEventType, versions: dict[str, ServiceVersion]
) -> None:
    LifeEventType.objects.update(bundle=False)
    with pytest.raises(Invalid):
        apply(event, versions)
    with pytest.raises(Invalid):
        submit_bundle(
            citizen(), Submission(kind="application", title="x", event_id=uuid.uuid4()), [], key="n"
        )


def asks_for_a_deed(town: Town, event: LifeEventType, slug: str) -> None:
    """A service of the life event that wants a file; what the government fetches itself is not asked for."""
    deed = {"key": "deed", "kind": "file", "label": {"zh-hant": "房產證明"}, "material": "deed"}
    made = PublicService.objects.create(jurisdiction=town.jurisdiction, department=town.water, slug=slug)
    draft = ServiceVersion.objects.create(
        service=made, number=1, state="draft", name={"zh-hant": slug}, form=[*FORM, deed]
    )
    draft.materials.create(code="deed", name={"zh-hant": "房產證明"})
    draft.materials.create(code="book", name={"zh-hant": "存摺"}, source="20")
    ServiceVersion.objects.filter(pk=draft.pk).update(state="published")
    EventService.objects.create(event=event, service=made, order=9)


def test_what_to_have_at_hand_is_each_material_once(town: Town, event: LifeEventType) -> None:
    for slug in ("water-meter", "garden"):
        asks_for_a_deed(town, event, slug)
    found = bundle("born")
    every = [one.key for one in found.offered]
    assert {"water-meter", "garden", "certificate"} <= set(every)
    assert [material.code for material in found.to_have(every)] == ["deed"]
    assert found.to_have(["certificate"]) == []
