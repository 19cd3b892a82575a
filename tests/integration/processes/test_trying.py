"""A designer walks through a drawing: in every role, over time, with what other systems give, and back."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from minben.cases.course.trying import Told, Trial, Walked, walk
from minben.cases.models import Case
from minben.cases.shipped import drawings
from minben.desk.forms.trial import opened, sealed
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.roles import Role
from minben.foundation.records.errors import Conflict, Invalid
from minben.processes.actions import definitions
from minben.processes.engine import Spec
from minben.processes.models import Run, Task, Version
from minben.processes.verifying import runnable
from tests.factories.bpmn import drawing, end, flow, flows, node, person, start, timer
from tests.factories.desk import sit_down
from tests.factories.town import Town, make_town

from .test_running import with_a_visit

pytestmark = pytest.mark.django_db
TIMED = drawing(
    start(),
    person("ask"),
    node("boundaryEvent", "late", inner=timer("timeDuration", "3 workdays"), attachedToRef="ask"),
    node("serviceTask", "letter", handler="post.letter", result="sent"),
    node("exclusiveGateway", "arrived", default="arrived_end"),
    end(),
    end("lost"),
    flows("start ask end", "late letter arrived"),
    flow("arrived", "end", key="arrived_end"),
    flow("arrived", "lost", "sent.ok = false"),
)


@pytest.fixture
def town() -> Town:
    return make_town()


def go(town: Town, spec: Spec, *wanted: tuple[str, Any], told: Told | None = None) -> Walked:
    """Each of ``wanted`` is an element (or message) and the outcome or result."""
    walked = walk(spec, Trial(told or Told("complaint"), timezone.now()), town.jurisdiction)
    for name, value in wanted:
        stand = next(one for one in walked.stands if name in (one.step.element, one.step.name))
        walked = walk(spec, walked.trial.and_then(stand.move(value)), town.jurisdiction)
    return walked


def here(walked: Walked) -> set[str]:
    return set(walked.position.now)


def test_the_whole_way_is_walked_and_nothing_is_stored(town: Town) -> None:
    spec = runnable(with_a_visit())
    walked = go(town, spec, ("dispatch", "dispatch"), ("sign", "sign"))
    assert here(walked) == {"visit"}
    (visit,) = (stand for stand in walked.stands if stand.step.element == "visit")
    assert [str(outcome.name) for outcome in visit.outcomes] == ["屬實", "查無"]
    assert walked.log[-1].status == "signed"
    assert [one.kind for one in walked.log[1].started] == ["sign"]
    assert walked.log[1].stopped == ("dispatch",)
    assert here(go(town, spec, ("dispatch", "dispatch"), ("sign", "sign"), ("visit", "unfounded"))) == set()
    assert not (Case.objects.exists() or Run.objects.exists() or Task.objects.exists())


def test_back_is_one_move_less(town: Town) -> None:
    spec = runnable(with_a_visit())
    walked = go(town, spec, ("dispatch", "dispatch"), ("sign", "sign"))
    assert here(walk(spec, walked.trial.back(), town.jurisdiction)) == {"sign"}


def test_time_passes_to_the_next_timer_and_another_system_gives_its_result(town: Town) -> None:
    spec = runnable(TIMED)
    walked = go(town, spec, ("late", None))
    assert walked.now > timezone.now() + dt.timedelta(days=2)
    assert here(walked) == {"letter"}
    assert go(town, spec, ("late", None), ("letter", {"ok": True})).finished
    lost = go(town, spec, ("late", None), ("letter", {"ok": False}))
    assert "lost" in lost.position.done


def test_a_move_that_the_drawing_does_not_wait_for_any_more_is_left_out_and_told(town: Town) -> None:
    walked = go(town, runnable(with_a_visit()), ("dispatch", "dispatch"), ("sign", "sign"), ("visit", "done"))
    again = walk(runnable(drawings()["hotline"]), walked.trial, town.jurisdiction)
    assert here(again) == {"work"}
    assert len(again.trial.moves) == 2
    assert again.problem


def test_a_drawing_that_cannot_begin_says_why(town: Town) -> None:
    broken = drawing(
        start(),
        node("businessRuleTask", "count", decision="nowhere"),
        person("ask"),
        end(),
        flows("start count ask end"),
    )
    spec = runnable(broken)
    with pytest.raises(Conflict) as wrong:
        walk(spec, Trial(Told("complaint"), timezone.now()), town.jurisdiction)
    assert "「count」" in str(wrong.value.message)


def test_a_trial_comes_back_as_it_went_or_not_at_all(town: Town) -> None:
    trial = go(
        town,
        runnable(with_a_visit()),
        ("dispatch", "dispatch"),
        told=Told("help", "E0", "t", "a", {"x": [1]}),
    ).trial
    text = sealed(trial, "v1")
    assert opened(text, "v1") == trial
    for other, version in ((text[:-2] + "xx", "v1"), (text, "v2"), ("", "v1")):
        with pytest.raises(Invalid):
            opened(other, version)


def test_on_the_page_it_goes_forth_and_back_without_javascript(town: Town) -> None:
    draft = definitions.save_draft(SYSTEM, with_a_visit()).version
    desk = sit_down(town.centre, Role.EDITOR).client
    address = f"/desk/processes/hotline/versions/{draft.number}/try"
    assert desk.get(address).status_code == 200
    page = desk.post(address, {"kind": "complaint", "urgency": "E2", "answers": '{"a": 1}'}).content.decode()
    page = press(desk, address, page, "dispatch")
    page = press(desk, address, page, "sign")
    assert "屬實<span" in page
    back = desk.post(address, {"trial": token(page), "back": "1"}).content.decode()
    assert "屬實<span" not in back
    wrong = desk.post(address, {"kind": "complaint", "urgency": "E2", "answers": "[1"})
    assert wrong.status_code == 422
    assert desk.post(address, {"trial": token(page), "move": "99:0"}).status_code == 422
    assert desk.post(address, {"trial": "forged"}).status_code == 302


def press(desk: Client, address: str, page: str, step: str) -> str:
    """The first button: steps of the table stand in the order of the drawing."""
    value = re.search(r'name="move" value="([^"]+)"', page)
    assert value is not None, step
    return desk.post(address, {"trial": token(page), "move": value[1]}).content.decode()


def token(page: str) -> str:
    found = re.search(r'name="trial" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_a_decision_table_is_tried_on_its_own_page(town: Town) -> None:
    definitions.save_draft(SYSTEM, Path("docs/examples/dispatch-rules.dmn").read_bytes())
    desk = sit_down(town.centre, Role.EDITOR).client
    page = desk.get("/desk/processes/dispatch_rules").content.decode()
    assert "西城區的路燈由電力公司養護" in page
    tried = desk.get(
        "/desk/processes/dispatch_rules?try=1&f0=西城區&f1=路燈&f2=2026-10-01T19:20"
    ).content.decode()
    assert "decision__hit" in tried
    assert "power" in tried
    assert desk.get("/desk/processes/dispatch_rules/versions/1/try").status_code == 404
    assert Version.objects.filter(definition__key="dispatch_rules").count() == 1
