"""Dispatch rules: what the table says and why, followed or not, counted; and what a rule may do by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from minben.agencies.models import Jurisdiction
from minben.cases.actions import by_rule, routing
from minben.cases.dispatching import rules as dispatch_rules
from minben.cases.models import Case, CaseEvent, RuleFollowed, Status, SubOrder
from minben.catalog.models import Category
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.roles import Role
from minben.processes.actions import definitions
from minben.processes.models import Version
from tests.factories import cases
from tests.factories.desk import sit_down
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db
SHIPPED = Path("minben/demo/catalogue/dispatch-rules.dmn")


@pytest.fixture
def town() -> Town:
    town = make_town()
    Jurisdiction.objects.create(
        code="990199", parent=town.jurisdiction, name={"zh-hant": "東區", "en": "East"}
    )
    parent = Category.objects.create(code="utilities", name={"zh-hant": "水電氣", "en": "Utilities"})
    Category.objects.create(code="water", parent=parent, name={"zh-hant": "停水", "en": "No water"})
    publish()
    return town


def publish(department: str = "water", *, automatic: str = "false", area: str = '"東區"') -> Version:
    text = SHIPPED.read_text()
    text = text.replace('<text>"燃氣泄漏"</text>', '<text>"停水"</text>')
    old = '<inputEntry id="cell_2_area"><text>-</text>'
    text = text.replace(old, old.replace("<text>-</text>", f"<text>{area}</text>"))
    text = text.replace(
        '<inputEntry id="cell_2_urgency"><text>"E0"</text>', '<inputEntry id="cell_2_urgency"><text>-</text>'
    )
    text = text.replace('<text>"housing"</text>', f'<text>"{department}"</text>')
    text = text.replace(
        '<outputEntry id="cell_2_automatic"><text>true</text>',
        f'<outputEntry id="cell_2_automatic"><text>{automatic}</text>',
    )
    return definitions.publish(SYSTEM, definitions.save_draft(SYSTEM, text.encode()).version.id)


def ask(**fields: Any) -> Case:
    return cases.make_case(**{"topic": "water", "place": "測試市東區一街", **fields})


def test_the_rule_names_the_department_and_the_facts_that_it_tells_apart(town: Town) -> None:
    advice = dispatch_rules.advice_for(ask())
    assert advice is not None
    assert (advice.department_id, advice.number, advice.automatic) == (town.water.id, 2, False)
    assert advice.because == [("區域", "東區"), ("類別", "停水")]
    assert advice.reason
    assert dispatch_rules.advice_for(ask(topic="")) is None
    assert dispatch_rules.advice_for(ask(place="別處")) is None


def test_the_board_shows_the_reason_and_one_press_follows_it(town: Town) -> None:
    case, desk = ask(), sit_down(town.centre, Role.DISPATCHER).client
    page = desk.get(f"/desk/dispatch?case={case.id}").content.decode()
    assert 'class="advice"' in page
    assert "類別 = 停水" in page
    assert page.index('class="advice"') < page.index('name="note"')
    routing.dispatch(town.actor(Role.DISPATCHER, town.centre), case.id, department_id=town.water.id)
    other = ask()
    routing.dispatch(town.actor(Role.DISPATCHER, town.centre), other.id, department_id=town.roads.id)
    version = Version.objects.get(definition__key="dispatch_rules", state="published")
    found = dispatch_rules.fared(version.id)["rule_2"]
    assert (found.suggested, found.followed, found.automatic, found.share) == (2, 1, 0, 0.5)
    designer = sit_down(town.centre, Role.EDITOR).client
    assert "50" in designer.get("/desk/processes/dispatch_rules").content.decode()


def test_a_rule_may_name_departments_beside_it_and_that_whoever_signs_first_leads(town: Town) -> None:
    more = """<output id="out_beside" label="協辦" name="beside" typeRef="string" />
      <output id="out_first" label="先簽收者牽頭" name="first_signs" typeRef="boolean" />
      <rule id="rule_1">"""
    text = publish(automatic="true").source
    text = text.replace('<rule id="rule_1">', more, 1)
    cells = '<outputEntry id="b{n}"><text>"roads、gone, water"</text></outputEntry><outputEntry id="f{n}"><text>true</text></outputEntry></rule>'
    for number in range(text.count("</rule>")):
        text = text.replace("</rule>", cells.format(n=number).replace("</rule>", "<!-- -->"), 1)
    text = text.replace("<!-- -->", "</rule>")
    definitions.publish(SYSTEM, definitions.save_draft(SYSTEM, text.encode()).version.id)
    case, desk = ask(), sit_down(town.centre, Role.DISPATCHER).client
    advice = dispatch_rules.advice_for(case)
    assert advice is not None
    assert (list(advice.beside), advice.first_signs) == ([town.roads.id], True)
    assert f'name="co" value="{town.roads.id}"' in desk.get(f"/desk/dispatch?case={case.id}").content.decode()
    assert by_rule.dispatch_all([case.id]) == 1
    order = SubOrder.objects.get(case=case)
    assert (order.department_id, order.first_signs) == (town.roads.id, True)


def test_a_rule_that_is_trusted_dispatches_by_itself_and_says_so(town: Town) -> None:
    publish(automatic="true")
    case = ask()
    assert by_rule.dispatch_all([case.id]) == 1
    case.refresh_from_db()
    assert (case.status, case.department_id) == (Status.DISPATCHED, town.water.id)
    assert RuleFollowed.objects.get().automatic
    event = CaseEvent.objects.get(case_id=case.id, name="dispatch")
    assert event.actor_kind == "system"
    assert "派單規則" in event.data["note"]
    assert by_rule.dispatch_all([case.id]) == 0


def test_what_is_confidential_or_was_taken_by_a_person_is_left_alone(town: Town) -> None:
    publish(automatic="true")
    secret = ask(kind="report", privacy=Case.Privacy.CONFIDENTIAL)
    done = ask()
    routing.dispatch(town.actor(Role.DISPATCHER, town.centre), done.id, department_id=town.roads.id)
    assert by_rule.dispatch_all([secret.id, done.id]) == 0
    assert RuleFollowed.objects.count() == 1


def test_a_department_that_is_gone_is_said_and_nothing_is_sent(town: Town) -> None:
    publish("nowhere", automatic="true")
    case, desk = ask(), sit_down(town.centre, Role.DISPATCHER).client
    advice = dispatch_rules.advice_for(case)
    assert advice is not None
    assert (advice.code, advice.department_id) == ("nowhere", None)
    assert "nowhere" in desk.get(f"/desk/dispatch?case={case.id}").content.decode()
    assert by_rule.dispatch_all([case.id]) == 0


def test_without_a_table_the_board_is_as_it_was() -> None:
    town = make_town()
    case = ask()
    assert dispatch_rules.advice_for(case) is None
    desk = sit_down(town.centre, Role.DISPATCHER).client
    assert 'class="advice"' not in desk.get(f"/desk/dispatch?case={case.id}").content.decode()
