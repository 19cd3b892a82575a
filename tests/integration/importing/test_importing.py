"""Files go in through the rooms' own actions: twice is once, a bad row is told, a killed import goes on."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping as Texts
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from minben.agencies.models import Department, Jurisdiction
from minben.cases.models import Case, CaseEvent, CaseScope, Interaction, Status
from minben.catalog.models import Article, PublicService, ServiceVersion
from minben.catalog.queries.search import search
from minben.foundation.access.actor import SYSTEM
from minben.foundation.audit.models import AuditLine
from minben.foundation.records.errors import Invalid
from minben.foundation.records.ids import moment_of
from minben.importing import engine, mapping
from minben.importing.engine import Summary
from minben.importing.loaders.messages import Messages
from minben.parties.models import Party
from minben.parties.queries import by_identifier
from minben.processes.models import Clock, Task
from tests.factories.town import Town, make_town

pytestmark = pytest.mark.django_db

SERVICE = {
    "department": "区水务局",
    "main_item": "未分类",
    "item_name": "取水许可",
    "item_code": "511A0138000000-511602000000-000-115113010833722043-1-00",
    "task_type": "1",
    "dept_code": "11511301083372204X",
    "link": "http://service.example/one",
}
QUESTION = {
    "faq_id": "GIP_1",
    "dept": "臺北市自來水處",
    "title": "停水要問誰？",
    "content": "請撥打服務專線。",
    "keywords": "停水,用水",
    "start_date": "2015-01-06",
    "end_date": "2100-10-21",
}
MESSAGE = {
    "message_id": "77",
    "user_id": "A00012345",
    "subject": "投诉自来水水压不足",
    "body": "楼上没有水。",
    "created_at": "2014-03-31T23:30:00",
    "reply": "已更换水泵。",
    "replied_at": "2014-05-02T09:00:00",
}


def write(path: Path, *rows: Texts[str, str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def take_in(path: Path, name: str, **options: Any) -> Summary:
    read = mapping.load(name)
    return engine.take_in(
        SYSTEM, read.kind, path, read, rejects=path.with_name(f"{path.name}.rejects.csv"), **options
    )


def services(path: Path, *changes: dict[str, str], **options: Any) -> Summary:
    return take_in(write(path, *(SERVICE | change for change in changes)), "cn-guangan-services", **options)


def questions(path: Path, *changes: dict[str, str], **options: Any) -> Summary:
    return take_in(write(path, *(QUESTION | change for change in changes)), "tw-taipei-faq", **options)


def messages(path: Path, *changes: dict[str, str], **options: Any) -> Summary:
    return take_in(
        write(path, *(MESSAGE | change for change in changes)), "cn-messages-with-replies", **options
    )


def told(done: Summary) -> tuple[int, int, int, int]:
    return done.new, done.changed, done.unchanged, done.rejected


def reasons(path: Path) -> list[str]:
    with path.with_name(f"{path.name}.rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row["reason"] for row in csv.DictReader(file)]


def test_a_service_comes_with_its_code_department_type_and_address_and_is_found(tmp_path: Path) -> None:
    assert told(services(tmp_path / "s.csv", {})) == (1, 0, 0, 0)
    service = PublicService.objects.select_related("department", "jurisdiction").get()
    version = service.versions.get()
    assert (service.task_code, service.catalog_code) == (SERVICE["item_code"], "511A0138000000")
    assert service.department.name["zh-hans"] == "区水务局"
    assert service.department.name["zh-hant"] == "區水務局"
    assert service.department.credit_code == "11511301083372204X"
    assert (version.state, version.task_type, version.online_link) == ("published", "01", SERVICE["link"])
    assert version.name["_origin"] == {"zh-hant": "converted"}
    assert search("取水許可").hits[0].key == service.slug


def test_the_same_file_twice_changes_nothing_and_a_changed_row_makes_one_new_version(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    services(path, {})
    assert told(services(path, {})) == (0, 0, 1, 0)
    assert told(services(path, {"item_name": "取水许可（变更）"})) == (0, 1, 0, 0)
    assert list(ServiceVersion.objects.order_by("number").values_list("state", flat=True)) == [
        "superseded",
        "published",
    ]
    assert Department.objects.count() == 1


def test_a_service_may_wait_as_a_draft(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    shipped = (mapping.SHIPPED / "cn-guangan-services.yaml").read_text(encoding="utf-8")
    own.write_text(shipped.replace("state: published", "state: draft"), encoding="utf-8")
    path = write(tmp_path / "s.csv", SERVICE)
    assert [told(take_in(path, str(own))) for _n in range(2)] == [(1, 0, 0, 0), (0, 0, 1, 0)]
    assert ServiceVersion.objects.get().state == "draft"
    assert search("取水许可").hits == []


def test_an_existing_jurisdiction_and_its_departments_are_used_when_chosen(tmp_path: Path) -> None:
    town = make_town()
    Department.objects.filter(pk=town.water.pk).update(name={"zh-hant": "區水務局"})
    services(tmp_path / "s.csv", {}, jurisdiction=town.jurisdiction.code)
    assert PublicService.objects.get().department_id == town.water.id
    assert Jurisdiction.objects.count() == 1


def test_an_unknown_jurisdiction_is_refused_with_those_there_are(tmp_path: Path) -> None:
    make_town("990100")
    with pytest.raises(Invalid, match="There are: 990100"):
        services(tmp_path / "s.csv", {}, jurisdiction="123")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"task_type": "99"}, "“99” in task_type"),
        ({"item_name": " "}, "name is empty"),
        ({"department": ""}, "department is empty"),
        ({"item_code": ""}, "key (item_code) is empty"),
        ({"item_code": "9" * 81}, "task_code is longer"),
        ({"link": "javascript:alert(1)"}, "no web address"),
        ({"link": "http://a.example/" + "x" * 300}, "online_link is longer"),
    ],
)
def test_a_service_that_cannot_be_taken_is_told_and_the_others_stay(
    tmp_path: Path, change: dict[str, str], reason: str
) -> None:
    path = tmp_path / "s.csv"
    done = services(path, {}, change, {"item_code": "B-511602000000-000-1"})
    assert told(done) == (2, 0, 0, 1)
    assert [reason in why for why in reasons(path)] == [True]


def test_markup_and_sql_in_a_row_are_text(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script>'; DROP TABLE catalog_publicservice; --"
    services(tmp_path / "s.csv", {"item_name": hostile})
    assert ServiceVersion.objects.get().name["zh-hans"] == hostile


def test_an_answer_comes_with_department_keywords_and_days_and_is_found(tmp_path: Path) -> None:
    assert told(questions(tmp_path / "q.csv", {}, {"faq_id": "GIP_2"})) == (2, 0, 0, 0)
    article = Article.objects.select_related("department__jurisdiction").get(slug="tw-taipei-faq-gip-1")
    assert (article.kind, article.keywords) == ("faq", ["停水", "用水"])
    assert (article.valid_from, article.valid_until) == (dt.date(2015, 1, 6), None)
    assert article.department is not None
    assert article.department.jurisdiction.code == "tw-63000"
    assert article.title["zh-hans"] == "停水要问谁？"
    assert {hit.key for hit in search("停水要问谁").hits} == {"tw-taipei-faq-gip-1", "tw-taipei-faq-gip-2"}


def test_an_answer_without_text_or_with_a_wrong_day_is_told(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    done = questions(path, {}, {"faq_id": "2", "content": ""}, {"faq_id": "3", "end_date": "2015-02-30"})
    assert told(done) == (1, 0, 0, 2)
    assert "needs a title and a text" in reasons(path)[0]
    assert "“2015-02-30” is no date" in reasons(path)[1]
    assert told(questions(path, {}, {"faq_id": "2", "content": "有了。"})) == (1, 0, 1, 0)
    assert not path.with_name("q.csv.rejects.csv").exists()


def test_a_changed_answer_counts_its_version_up(tmp_path: Path) -> None:
    questions(tmp_path / "q.csv", {})
    assert told(questions(tmp_path / "q.csv", {"content": "改打新的專線。"})) == (0, 1, 0, 0)
    assert Article.objects.get().version == 2


@pytest.fixture
def town() -> Town:
    return make_town()


def test_a_message_is_a_finished_case_with_its_history_at_its_true_times(town: Town, tmp_path: Path) -> None:
    assert told(messages(tmp_path / "m.csv", {})) == (1, 0, 0, 0)
    case = Case.objects.get()
    received = dt.datetime(2014, 3, 31, 15, 30, tzinfo=dt.UTC)
    replied = dt.datetime(2014, 5, 2, 1, 0, tzinfo=dt.UTC)
    assert (case.status, case.kind, case.channel) == (Status.CLOSED, "complaint", "web")
    assert (case.made_at, case.closed_at) == (received, replied)
    assert (case.title, case.body, case.answer) == (MESSAGE["subject"], MESSAGE["body"], MESSAGE["reply"])
    assert case.number.startswith("MB-2014-")
    assert case.department_id == town.water.id
    events = [(e.name, e.made_at, e.data.get("assumed")) for e in CaseEvent.objects.order_by("id")]
    assert events == [
        ("submit", received, None),
        ("dispatch", received, True),
        ("sign", received, True),
        ("answer", replied, None),
        ("check", replied, True),
        ("close", replied, None),
    ]
    assert moment_of(Interaction.objects.get().id) == received
    assert not Task.objects.filter(subject_id=case.id, state__in=["open", "claimed"]).exists()
    assert not Clock.objects.filter(subject_id=case.id, state="running").exists()
    assert set(CaseScope.objects.values_list("state_group", flat=True)) == {"done"}


def test_a_year_of_long_ago_has_its_own_partition(town: Town, tmp_path: Path) -> None:
    messages(tmp_path / "m.csv", {})
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_caseevent_2014")
        assert cursor.fetchone() == (6,)


def test_a_steps_of_the_office_without_a_clerk_is_not_said_to_be_the_citizens(
    town: Town, tmp_path: Path
) -> None:
    messages(tmp_path / "m.csv", {})
    kinds = dict(CaseEvent.objects.values_list("name", "actor_kind"))
    assert (kinds["submit"], kinds["dispatch"], kinds["answer"]) == ("public", "system", "system")


def test_the_same_user_is_the_same_provisional_party_over_files_and_chunks(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Messages, "chunk", 1)
    messages(tmp_path / "m.csv", {}, {"message_id": "78"}, {"message_id": "79", "user_id": "B00054321"})
    messages(tmp_path / "n.csv", {"message_id": "80"})
    party = Case.objects.get(source_key="77").party
    assert party is not None
    assert (party.state, party.name, party.source) == ("provisional", "A00012345", "import:cn-messages")
    assert party.cases.count() == 3
    assert Party.objects.count() == 2
    assert [p.id for p in by_identifier("other", "cn-messages/A00012345")] == [party.id]


def test_messages_twice_are_the_same_state(town: Town, tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    messages(path, {}, {"message_id": "78"})
    before = (
        Case.objects.count(),
        CaseEvent.objects.count(),
        Party.objects.count(),
        AuditLine.objects.count(),
    )
    assert told(messages(path, {}, {"message_id": "78"})) == (0, 0, 2, 0)
    after = (
        Case.objects.count(),
        CaseEvent.objects.count(),
        Party.objects.count(),
        AuditLine.objects.count(),
    )
    assert after[:3] == before[:3]
    assert after[3] == before[3] + 1  # that an import ran


def test_an_import_killed_in_the_middle_goes_on_where_it_was(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Messages, "chunk", 2)
    rows = [{"message_id": str(n), "user_id": f"A{n % 3:08}"} for n in range(7)]

    def killed(read: int, at: int, size: int) -> None:
        if read == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        messages(tmp_path / "m.csv", *rows, progress=killed)
    assert Case.objects.count() == 4
    assert told(messages(tmp_path / "m.csv", *rows)) == (3, 0, 4, 0)
    assert Party.objects.count() == 3


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"replied_at": "2014-03-30T00:00:00"}, "older than the message"),
        ({"replied_at": "2999-01-01T00:00:00"}, "future"),
        ({"reply": " \n"}, "reply is empty"),
        ({"replied_at": ""}, "time of the message or of its reply is empty"),
        ({"created_at": "2014-02-30"}, "is no date"),
        ({"created_at": "1969-12-31"}, "older than 1970"),
        ({"subject": ""}, "subject is empty"),
        ({"subject": "长" * 201}, "title is longer than 200"),
        ({"user_id": "穆斯林 ♥"}, "letters and digits"),
        ({"message_id": "77"}, "same key stands in row 2"),
    ],
)
def test_a_message_that_cannot_be_taken_is_told_and_the_others_stay(
    town: Town, tmp_path: Path, change: dict[str, str], reason: str
) -> None:
    path = tmp_path / "m.csv"
    done = messages(path, {}, {"message_id": "78"} | change, {"message_id": "79"})
    assert told(done) == (2, 0, 0, 1)
    assert [reason in why for why in reasons(path)] == [True]


def test_without_a_fitting_department_the_hotline_centre_answered(town: Town, tmp_path: Path) -> None:
    messages(tmp_path / "m.csv", {"subject": "感谢你们"})
    case = Case.objects.get()
    assert (case.department_id, case.kind) == (town.centre.id, "praise")


def test_messages_need_a_city_to_go_into(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="no city yet"):
        messages(tmp_path / "m.csv", {})


def test_a_mapping_of_another_kind_and_a_file_of_another_shape_are_refused_before_anything_is_written(
    tmp_path: Path,
) -> None:
    read = mapping.load("tw-taipei-faq")
    path = write(tmp_path / "s.csv", SERVICE)
    with pytest.raises(Invalid, match="for articles, not for services"):
        engine.take_in(SYSTEM, "services", path, read, rejects=tmp_path / "r.csv")
    with pytest.raises(Invalid, match="has no column content"):
        engine.take_in(SYSTEM, "articles", path, read, rejects=tmp_path / "r.csv")
    assert not Jurisdiction.objects.exists()
