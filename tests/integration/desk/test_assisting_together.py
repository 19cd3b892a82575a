"""Staff fill in the one form of a life event for somebody: what applies, the merged form, one sum, one signature, whose it is."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from minben.cases.actions import assist, signing
from minben.cases.applications.offered import of_bundle
from minben.cases.models import BundlePart, Case, Draft, Signature
from minben.catalog.models import LifeEventType
from minben.catalog.queries.bundles import bundle
from minben.foundation.access.actions import codes
from minben.foundation.access.roles import Role
from minben.foundation.events.pump import pump_all
from minben.foundation.records.errors import Refused
from minben.payments.models import Payment
from tests.factories.bundles import asks_for_the_dog, moving
from tests.factories.callers import known_person
from tests.factories.desk import Desk, sit_down
from tests.factories.payments import begin as pay
from tests.factories.payments import told
from tests.factories.town import Town
from tests.waiting import settle

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def event(town: Town) -> LifeEventType:
    made = moving(town)
    asks_for_the_dog(made)
    return made


@pytest.fixture
def agent(town: Town) -> Desk:
    return sit_down(town.centre, Role.AGENT)


def guide_of(desk: Desk, party_id: Any, **given: Any) -> Any:
    return desk.client.post(reverse("desk:assist_together", args=[party_id, "moving"]), given)


def begun(desk: Desk, party_id: Any, *parts: str) -> str:
    given = {"has_dog": "yes", "answered": "has_dog=yes", "start": "1", "channel": "phone", "call": "c-1"}
    answer = guide_of(desk, party_id, parts=list(parts), **given)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"].rsplit("/", 1)[1])


def post(desk: Desk, name: str, token: str, **given: Any) -> Any:
    return desk.client.post(reverse(f"desk:{name}", args=[token]), given)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def filled(desk: Desk, token: str) -> None:
    answer = post(desk, "assist", token, **{"a-who": "陳美麗", "a-phone": "+8613800138000", "press": "check"})
    assert answer.status_code == 302, text_of(answer)


def test_the_questions_find_what_applies_and_say_what_it_takes(agent: Desk) -> None:
    party = known_person()
    page = text_of(agent.client.get(reverse("desk:assist_choose", args=[party.id])))
    assert reverse("desk:assist_together", args=[party.id, "moving"]) in page
    assert "Is there a dog?" in text_of(
        agent.client.get(reverse("desk:assist_together", args=[party.id, "moving"]))
    )
    page = text_of(guide_of(agent, party.id, has_dog="no", answered="", channel="counter"))
    ticked = re.findall(r'name="parts" value="(\w+)" checked', page)
    assert ticked == ["park", "boat", "free"]
    assert "CN¥12.50" in page
    assert page.count("Spouse") == 1
    again = {"has_dog": "yes", "answered": "has_dog=no", "parts": ["free"], "channel": "counter"}
    page = text_of(guide_of(agent, party.id, **again))
    assert re.findall(r'name="parts" value="(\w+)" checked', page) == ["park", "dog", "boat", "free"]
    kept = again | {"answered": "has_dog=yes"}
    assert re.findall(r'name="parts" value="(\w+)" checked', text_of(guide_of(agent, party.id, **kept))) == [
        "free"
    ]
    assert guide_of(agent, party.id, has_dog="no", start="1", channel="counter").status_code == 422


def test_one_form_one_sum_and_one_signature_and_it_is_the_persons(agent: Desk) -> None:
    party = known_person()
    token = begun(agent, party.id, "park", "dog", "boat")
    page = text_of(agent.client.get(reverse("desk:assist", args=[token])))
    assert "陳美麗" in page, "filled in from the record"
    assert page.count('name="a-who"') == 1
    assert "One form for 3 services" in page
    person = text_of(agent.client.get(reverse("desk:party", args=[party.id])))
    assert "Moving" in person
    filled(agent, token)
    answer = post(agent, "assist_check", token, true="yes")
    assert answer["Location"] == reverse("desk:assist_waiting", args=[token]), text_of(answer)
    page = text_of(agent.client.get(answer["Location"]))
    assert "CN¥37.50" in page
    assert f"/events/moving/apply/{token}/waiting/" in page
    post(agent, "assist_waiting", token, press="sign", name_0="王大明", address_0="spouse@example.org")
    one = Signature.objects.get()
    signing.sign(
        one.token, name="王大明", code=codes.issue(signing.purpose(one), one.address), now=timezone.now()
    )
    told(pay(Payment.objects.get()))
    settle()
    pump_all()
    whole = Case.objects.get(event__isnull=False)
    assert (whole.party_id, whole.channel, whole.taken_by) == (party.id, "phone", agent.staff.id)
    states = dict(BundlePart.objects.filter(case=whole).values_list("key", "state"))
    assert states == {"park": "running", "dog": "running", "boat": "waiting"}
    child = BundlePart.objects.get(case=whole, key="dog").child
    assert child is not None
    assert child.answers["who"] == "陳美麗"
    page = text_of(agent.client.get(reverse("desk:assist_done", args=[token])))
    assert whole.number in page


def test_what_nothing_holds_back_goes_in_at_once(agent: Desk) -> None:
    token = begun(agent, known_person().id, "free")
    filled(agent, token)
    assert post(agent, "assist_check", token, true="yes")["Location"] == reverse(
        "desk:assist_done", args=[token]
    )
    assert Case.objects.filter(event__isnull=True, part_of__isnull=False).count() == 1


def test_only_the_centre_and_who_answers_for_the_whole_may(town: Town, agent: Desk) -> None:
    party = known_person()
    matter = of_bundle(bundle("moving"), ["free"])
    stranger, lead = sit_down(town.roads, Role.OFFICER), sit_down(town.water, Role.OFFICER)
    with pytest.raises(Refused):
        assist.begin(stranger.actor, party.id, matter, channel="counter")
    address = reverse("desk:assist_together", args=[party.id, "moving"])
    assert stranger.client.get(address).status_code in {403, 404}
    assert "Moving" not in text_of(stranger.client.get(reverse("desk:assist_choose", args=[party.id])))
    assert lead.client.get(address).status_code == 200
    token = begun(lead, party.id, "dog")
    assert agent.client.get(reverse("desk:assist", args=[token])).status_code == 200, "a colleague goes on"


def test_the_lead_waives_the_sum_of_the_whole(town: Town, agent: Desk) -> None:
    LifeEventType.objects.update(questions=[])
    token = begun(agent, known_person().id, "boat")
    filled(agent, token)
    post(agent, "assist_check", token, true="yes")
    assert "Waive" not in text_of(agent.client.get(reverse("desk:assist_waiting", args=[token])))
    lead = sit_down(town.water, Role.OFFICER)
    post(lead, "assist_waive", token, reason="低保家庭")
    assert Draft.objects.get(token=token).sent_case is not None
