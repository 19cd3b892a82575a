"""How the results of an application for several services come is chosen once, and each part goes that way."""

from __future__ import annotations

from typing import Any

import pytest

from minben.cases.actions import application, delivering, routing
from minben.cases.actions.apply import Applied, apply
from minben.cases.actions.delivering import Choice
from minben.cases.applications import deliveries
from minben.cases.applications.matter import Matter
from minben.cases.applications.offered import of_bundle
from minben.cases.applications.sent_copy import sent_copy
from minben.cases.models import BundlePart, Case, ResultDelivery
from minben.catalog.queries.bundles import bundle
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.roles import Role
from minben.foundation.events.pump import pump_all
from minben.foundation.records.errors import Invalid
from tests.factories.bundles import moving, service
from tests.factories.payments import FORM, GIVEN
from tests.factories.town import Town, citizen, make_town
from tests.waiting import settle

pytestmark = pytest.mark.django_db(transaction=True)
OWN_WAY = {
    "key": "delivery", "kind": "choice", "label": {"zh-hant": "領取方式"}, "fills": "delivery.way",
    "choices": [{"value": "post", "label": {"zh-hant": "郵寄"}}, {"value": "collect", "label": {"zh-hant": "自取"}}],
}  # fmt: skip
OWN_PLACE = {
    "key": "to", "kind": "address", "label": {"zh-hant": "寄到"}, "fills": "delivery.address",
    "when": {"key": "delivery", "is": "post"},
}  # fmt: skip
POSTED = {"results_way": "post", "results_address": "朝陽路 12 號 3 樓"}


@pytest.fixture
def town() -> Town:
    """The free one has a result and does not ask how it comes; the card asks it itself; the other has no result."""
    made = make_town()
    event = moving(made)
    certificate = [{"name": "證明"}]
    service(made, "free", "0", fee_step="", costs=[], outputs=certificate)
    card = service(
        made, "card", "0", fee_step="", costs=[], outputs=certificate, form=[*FORM, OWN_WAY, OWN_PLACE]
    )
    event.services.create(service=card, order=8)
    event.services.create(service=service(made, "plain", "0", fee_step="", costs=[], outputs=[]), order=9)
    return made


def matter(*keys: str) -> Matter:
    return of_bundle(bundle("moving"), keys or ("free", "card"))


def applied(**more: Any) -> Case:
    given = Applied(GIVEN | more, channel="web", language="en")
    return Case.objects.get(pk=apply(citizen(), matter(), given, key="k", region="CN").case_id)


def part(whole: Case, key: str) -> Case:
    found = BundlePart.objects.get(case=whole, key=key).child
    assert found is not None
    return found


def granted(town: Town, case: Case) -> ResultDelivery:
    officer = town.actor(Role.OFFICER, town.water)
    routing.accept(officer, case.id)
    application.decide(officer, case.id, outcome="granted", text="准予。")
    for _turn in range(2):
        settle()
        pump_all()
    return ResultDelivery.objects.get(case=case)


def test_it_is_asked_once_and_only_where_there_is_a_result(town: Town) -> None:
    keys = [question.key for question in matter().questions]
    assert keys[-3:] == ["results_way", "results_address", "true"]
    assert not {"delivery", "to"} & set(keys)
    assert "results_way" not in [question.key for question in matter("plain").questions]
    with pytest.raises(Invalid) as wrong:
        applied(results_way="post")
    assert set(wrong.value.fields) == {"answers.results_address"}


def test_each_part_goes_the_way_of_the_whole(town: Town) -> None:
    whole = applied(**POSTED)
    assert part(whole, "card").answers["delivery"] == "post"
    for key in ("free", "card"):
        row = granted(town, part(whole, key))
        assert (row.way, row.state, row.recipient, row.address) == (
            "post", "waiting", GIVEN["who"], POSTED["results_address"],
        )  # fmt: skip
    whole.refresh_from_db()
    assert whole.status == "closed"
    assert not ResultDelivery.objects.filter(case=whole).exists(), "the whole has no result of its own"


def test_chosen_anew_for_the_whole_the_parts_that_are_not_out_follow(town: Town) -> None:
    whole = applied(**POSTED)
    decided = granted(town, part(whole, "free"))
    choice = Choice(way="post", recipient="陳美麗", address="湖濱路 3 號")
    delivering.choose(SYSTEM, whole.id, choice)
    decided.refresh_from_db()
    assert (decided.address, decided.state) == ("湖濱路 3 號", "waiting")
    assert granted(town, part(whole, "card")).address == "湖濱路 3 號"


def test_what_was_chosen_for_a_part_alone_stays_with_it(town: Town) -> None:
    whole = applied(results_way="electronic")
    delivering.choose(
        SYSTEM, part(whole, "free").id, Choice(way="post", recipient="陳", address="湖濱路 3 號")
    )
    assert granted(town, part(whole, "free")).way == "post"
    chosen = deliveries.chosen(part(whole, "card"))
    assert chosen is not None
    assert chosen.way == "account"


def test_the_paper_of_what_was_sent_says_how_the_results_come(town: Town) -> None:
    lines = {label: told for _title, lines in sent_copy(applied(**POSTED)).answers for label, told in lines}
    assert "朝陽路 12 號 3 樓" in lines.values()
    assert len([told for told in lines.values() if told == "朝陽路 12 號 3 樓"]) == 1


def test_what_several_ask_stands_first_and_the_rest_under_the_name_of_its_service(town: Town) -> None:
    heads = {question.key: question.section["en"] for question in matter().questions if question.section}
    assert heads["who"] == "What several of these services need"
    assert heads["results_way"] == "How the results come"
