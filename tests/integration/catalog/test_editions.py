"""From a draft to the public and back: who may do what, what never changes, and what is refused."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from minben.catalog import queries
from minben.catalog.actions import editions as acts
from minben.catalog.actions import write_service
from minben.catalog.editing import kinds
from minben.catalog.editing.comparing import differences
from minben.catalog.models import Edition, EditionStep, PublicEntry, PublicService
from minben.catalog.queries import editions as looks
from minben.foundation.access.actor import SYSTEM, Actor, ActorKind
from minben.foundation.audit.models import AuditLine
from minben.foundation.events.models import EventRow
from minben.foundation.records.errors import Conflict, Invalid, Missing, Refused
from minben.foundation.records.translated import convert_script
from tests.factories.catalog import article, event, guide, readable_city, service, topic
from tests.factories.editing import approved, editor, write

pytestmark = pytest.mark.django_db
NEW = {"zh-hant": "新的一句話。"}


def published(slug: str = "birth-registration") -> str:
    return str(queries.service(slug).version.summary.get("zh-hant"))


def test_a_draft_goes_through_a_second_person_to_the_public() -> None:
    service()
    writer, reader = editor(), editor("王予安")
    draft = write(writer, acts.begin(writer, "service", "birth-registration"), "summary", NEW)
    assert published() == "孩子出生後在這裏落戶口。"
    acts.publish_now(writer, approved(writer, reader, draft).id)
    assert published() == "新的一句話。"
    assert PublicEntry.objects.get(key="birth-registration").text["zh-hant"] == "新的一句話。"
    states = [(one.number, one.state) for one in looks.versions("service", "birth-registration")]
    assert states == [(2, "published"), (1, "superseded")]


def test_who_wrote_a_word_may_not_approve_it() -> None:
    service()
    writer, second = editor(), editor("王予安")
    draft = write(writer, acts.begin(writer, "service", "birth-registration"), "summary", NEW)
    write(second, Edition.objects.get(id=draft.id), "name", {"zh-hant": "落戶"})
    acts.submit(writer, draft.id)
    for one in (writer, second, Actor(kind=ActorKind.STAFF, name="nobody")):
        with pytest.raises(Refused):
            acts.approve(one, draft.id)


def test_the_database_refuses_it_too() -> None:
    service()
    writer = editor()
    draft = write(writer, acts.begin(writer, "service", "birth-registration"), "summary", NEW)
    changes = [
        lambda: Edition.objects.filter(id=draft.id).update(state="approved", approved_by=writer.staff_id),
        lambda: Edition.objects.filter(id=draft.id).update(state="published"),
        lambda: Edition.objects.filter(number=1).update(content={}),
        lambda: Edition.objects.filter(number=1).update(state="draft"),
        lambda: Edition.objects.filter(number=1).delete(),
        lambda: EditionStep.objects.all().update(words="other"),
        lambda: EditionStep.objects.all().delete(),
    ]
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_the_second_of_two_editors_is_told_and_loses_no_word_of_the_first() -> None:
    service()
    first, second = editor(), editor("王予安")
    draft = acts.begin(first, "service", "birth-registration")
    write(first, draft, "summary", NEW)
    with pytest.raises(Conflict, match="林書華"):
        write(second, draft, "summary", {"zh-hant": "別的"})
    write(first, draft, "summary", {"zh-hant": "再改一次"})
    assert Edition.objects.get(id=draft.id).content["summary"] == {"zh-hant": "再改一次"}


def test_what_breaks_a_rule_is_not_handed_over() -> None:
    service()
    writer = editor()
    draft = write(writer, acts.begin(writer, "service", "birth-registration"), "visits", 2)
    with pytest.raises(Invalid, match="V04"):
        acts.submit(writer, draft.id)


def test_it_comes_out_at_its_time_and_not_before() -> None:
    service()
    writer, now = editor(), timezone.now()
    draft = write(writer, acts.begin(writer, "service", "birth-registration"), "summary", NEW)
    approved(writer, editor("王予安"), draft)
    with pytest.raises(Invalid):
        acts.schedule(writer, draft.id, at=now - dt.timedelta(minutes=1), now=now)
    acts.schedule(writer, draft.id, at=now + dt.timedelta(hours=1), now=now)
    assert acts.publish_due(now) == 0
    assert acts.publish_due(now + dt.timedelta(hours=2)) == 1
    assert acts.publish_due(now + dt.timedelta(hours=2)) == 0
    assert published() == "新的一句話。"


def test_what_cannot_come_out_at_its_time_goes_back_with_the_reason() -> None:
    own = service()
    writer, now = editor(), timezone.now()
    draft = write(writer, acts.begin(writer, "service", "birth-registration"), "places", ["hall"])
    approved(writer, editor("王予安"), draft)
    acts.schedule(writer, draft.id, at=now + dt.timedelta(hours=1), now=now)
    assert acts.publish_due(now + dt.timedelta(hours=2)) == 0
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert "hall" in draft.remark
    assert own.versions.count() == 1


def test_a_withdrawn_thing_leaves_its_words_to_the_public_and_can_come_back() -> None:
    service()
    writer = editor()
    with pytest.raises(Invalid):
        acts.withdraw_thing(writer, "service", "birth-registration", reason="舊了", farewell={})
    gone = acts.withdraw_thing(
        writer, "service", "birth-registration", reason="舊了", farewell={"zh-hant": "請到派出所。"}
    )
    with pytest.raises(Missing):
        queries.service("birth-registration")
    found = looks.farewell("service", "birth-registration")
    assert found is not None
    assert found.farewell["zh-hans"] == "请到派出所。"
    draft = acts.roll_back(writer, gone.id)
    acts.publish_now(writer, approved(writer, editor("王予安"), draft).id)
    assert published() == "孩子出生後在這裏落戶口。"
    assert looks.farewell("service", "birth-registration") is None


def test_rolling_back_makes_a_new_version_and_rewrites_none() -> None:
    service()
    writer, reader = editor(), editor("王予安")
    draft = write(writer, acts.begin(writer, "service", "birth-registration"), "summary", NEW)
    acts.publish_now(writer, approved(writer, reader, draft).id)
    first = Edition.objects.get(number=1)
    again = acts.roll_back(writer, first.id)
    acts.publish_now(writer, approved(writer, reader, again).id)
    assert published() == "孩子出生後在這裏落戶口。"
    assert [(e.number, e.state) for e in looks.versions("service", "birth-registration")] == [
        (3, "published"),
        (2, "superseded"),
        (1, "superseded"),
    ]
    assert PublicService.objects.get().versions.count() == 3


def test_what_an_import_published_since_is_kept_as_a_version_of_its_own() -> None:
    service()
    writer, reader = editor(), editor("王予安")
    draft = write(writer, acts.begin(writer, "service", "birth-registration"), "summary", NEW)
    write_service(SYSTEM, guide(summary={"zh-hant": "進口的"}))
    acts.publish_now(writer, approved(writer, reader, draft).id)
    assert published() == "新的一句話。"
    kept = Edition.objects.filter(adopted=True).order_by("number")
    assert [one.content["summary"]["zh-hant"] for one in kept] == ["孩子出生後在這裏落戶口。", "進口的"]


def test_looking_at_a_draft_leaves_nothing_behind() -> None:
    service()
    writer = editor()
    draft = write(writer, acts.begin(writer, "service", "birth-registration"), "summary", NEW)
    before = (
        AuditLine.objects.count(),
        EventRow.objects.count(),
        PublicService.objects.get().versions.count(),
    )
    with acts.rehearsed(writer, draft.id):
        assert published() == "新的一句話。"
    assert published() == "孩子出生後在這裏落戶口。"
    assert before == (
        AuditLine.objects.count(),
        EventRow.objects.count(),
        PublicService.objects.get().versions.count(),
    )


@pytest.mark.parametrize("kind", ["service", "event", "article", "topic", "law"])
def test_what_is_published_reads_back_as_it_was_written(kind: str) -> None:
    """Editing nothing and publishing changes nothing: no word is lost on the way through a draft."""
    readable_city()
    keys = {
        "service": "whole",
        "event": "having-a-baby",
        "article": "where-to-park",
        "topic": "person/005",
        "law": "civil-code",
    }
    own = kinds.of(kind)
    before = own.current(keys[kind])
    assert before is not None
    own.write(SYSTEM, before)
    after = own.current(keys[kind])
    assert after is not None
    assert differences(before, after) == []


def test_the_list_takes_the_same_statements_for_one_and_for_many() -> None:
    topic()
    service()
    article()
    event()
    with CaptureQueriesContext(connection) as few:
        looks.lines("service")
    for number in range(5):
        service(f"s-{number}")
        acts.begin(editor(), "service", f"s-{number}")
    with CaptureQueriesContext(connection) as many:
        assert len(looks.lines("service")) == 6
    assert len(few) == len(many) == 2


def test_the_list_is_paged_in_its_order_and_leads_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks, "PAGE", 3)
    service("s-9")
    acts.begin(editor(), "service", "s-9")
    for number in range(7):
        service(f"a-{number}")
    found = looks.lines("service")
    first = looks.page_of_lines(found)
    assert [line.key for line in first.items[:2]] == ["s-9", "a-0"], "open drafts lead"
    second = looks.page_of_lines(found, first.next)
    third = looks.page_of_lines(found, second.next)
    assert [line.key for page in (first, second, third) for line in page.items] == [x.key for x in found]
    assert third.next == ""
    assert looks.page_of_lines(found, third.previous).items == second.items
    assert first.at_start and not third.at_start


def test_a_thing_is_found_by_its_name_in_either_script_and_by_its_department() -> None:
    code = service("sewage").department.code
    name = str(looks.lines("service")[0].title["zh-hant"])
    assert [line.key for line in looks.lines("service", text=convert_script(name, "zh-hans"))] == ["sewage"]
    assert looks.lines("service", text="no such words") == []
    assert [line.key for line in looks.lines("service", department=code)] == ["sewage"]
    assert looks.lines("service", department="nobody") == []


def test_an_ended_draft_is_told_by_its_newest_text() -> None:
    begun = acts.begin(editor(), "service", service("walk").slug)
    acts.drop(editor(), begun.id)
    assert [(line.key, line.state) for line in looks.lines("service")] == [("walk", "published")]
