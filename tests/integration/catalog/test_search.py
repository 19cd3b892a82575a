"""What people type, in both scripts and English, right and wrong, and what they must find first."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minben.catalog import queries
from minben.catalog.models import PublicEntry, StaffEntry
from minben.foundation.records.errors import Invalid
from tests.factories.catalog import small_city

pytestmark = pytest.mark.django_db

QUERIES = [
    ("出生登記", "birth-registration", "its name"),
    ("出生登记", "birth-registration", "simplified"),
    ("上戶口", "birth-registration", "colloquial"),
    ("孩子上户口", "birth-registration", "colloquial, simplified, two words"),
    ("我想給孩子上戶口", "birth-registration", "a sentence"),
    ("宝宝落户", "birth-registration", "keywords run together"),
    ("newborn", "birth-registration", "English"),
    ("newbron", "birth-registration", "English, swapped letters"),
    ("baby registration", "birth-registration", "English keyword"),
    ("結婚", "marriage-registration", "two characters"),
    ("结婚证", "marriage-registration", "simplified"),
    ("領證", "marriage-registration", "colloquial"),
    ("marriage", "marriage-registration", "English"),
    ("mariage registration", "marriage-registration", "English, letter missed"),
    ("離婚", "divorce-registration", "neighbour of marriage"),
    ("换驾照", "driving-licence-renewal", "simplified keyword"),
    ("駕照過期了怎麼辦", "driving-licence-renewal", "a question"),
    ("驾使证", "driving-licence-renewal", "one wrong character"),
    ("driving license", "driving-licence-renewal", "American spelling"),
    ("護照", "passport", "two characters"),
    ("pasport", "passport", "English, letter missed"),
    ("Passports", "passport", "plural, capital"),
    ("身份證丟了", "identity-card", "a sentence"),
    ("身分證", "identity-card", "Taiwan's way of writing it"),
    ("补办身份证", "identity-card", "simplified"),
    ("暫住證", "residence-permit", "old name"),
    ("居住证", "residence-permit", "simplified"),
    ("低保", "social-assistance", "short name"),
    ("吃低保", "social-assistance", "colloquial"),
    ("老人補貼", "old-age-allowance", "colloquial"),
    ("高龄津贴", "old-age-allowance", "simplified"),
    ("殘疾證", "disability-certificate", "short name"),
    ("disabilty", "disability-certificate", "English, letter missed"),
    ("醫保", "medical-insurance", "short name"),
    ("看病报销", "medical-insurance", "colloquial, simplified"),
    ("公积金提取", "housing-fund", "simplified"),
    ("housing fund", "housing-fund", "English"),
    ("開餐館要什麼證", "food-licence", "a question"),
    ("restarant", "food-licence", "English, letter missed"),
    ("食品許可", "food-licence", "words apart in the name"),
    ("開公司", "business-registration", "colloquial"),
    ("营业执照", "business-registration", "simplified"),
    ("失業金", "unemployment-benefit", "short name"),
    ("被裁员了", "unemployment-benefit", "colloquial"),
    ("小學報名", "school-enrolment", "keyword"),
    ("停車", "where-to-park", "an article"),
    ("生育收養", "person/005", "a topic"),
]


@pytest.fixture
def _city() -> None:
    small_city()


@pytest.mark.usefixtures("_city")
def test_people_find_what_they_mean_first() -> None:
    wrong = {}
    for text, wanted, note in QUERIES:
        keys = [hit.key for hit in queries.search(text).hits]
        if keys[:1] != [wanted]:
            wrong[f"{text} ({note})"] = (wanted, keys[:3])
    assert wrong == {}


@pytest.mark.usefixtures("_city")
def test_a_misspelt_word_is_put_right_and_said() -> None:
    found = queries.search("restarant", "en")
    assert found.suggestion == "restaurant"


@pytest.mark.usefixtures("_city")
def test_what_is_not_there_is_not_made_up() -> None:
    found = queries.search("zzqqxx")
    assert (found.hits, found.suggestion) == ([], "")
    assert queries.search("").hits == []
    assert queries.search("'); DROP TABLE x; --").hits == []


@pytest.mark.usefixtures("_city")
def test_staff_articles_are_found_by_staff_only() -> None:
    assert [hit.key for hit in queries.search("噪音投訴話術", audience="staff").hits][:1] == ["noise-script"]
    assert "noise-script" not in [hit.key for hit in queries.search("噪音投訴話術").hits]
    assert not PublicEntry.objects.filter(key="noise-script").exists()


@pytest.mark.usefixtures("_city")
def test_a_search_found_as_written_takes_two_statements() -> None:
    with CaptureQueriesContext(connection) as statements:
        queries.search("結婚登記")
    assert len(statements) == 2


@pytest.mark.usefixtures("_city")
def test_hits_are_marked_in_the_script_of_the_page() -> None:
    hit = queries.search("结婚", "zh-hant").hits[0]
    assert hit.title == [("結婚", True), ("登記", False)]
    assert queries.search("结婚", "en").hits[0].plain_title == "Marriage registration"


@pytest.mark.usefixtures("_city")
def test_pages_of_hits_follow_one_another() -> None:
    first = queries.search("登記", size=2)
    second = queries.search("登記", size=2, cursor=first.next)
    assert not {hit.key for hit in first.hits} & {hit.key for hit in second.hits}
    assert second.previous == "0"
    with pytest.raises(Invalid):
        queries.search("登記", cursor="x")


@pytest.mark.usefixtures("_city")
def test_kinds_narrow_the_answer() -> None:
    assert {hit.kind for hit in queries.search("證", kinds=["article"]).hits} <= {"article"}


@pytest.mark.usefixtures("_city")
def test_a_rebuilt_index_holds_the_same() -> None:
    def said(model: type) -> set:
        return set(model.objects.values_list("kind", "key", "vector"))

    before = said(PublicEntry), said(StaffEntry)
    assert queries.rebuild_index() == StaffEntry.objects.count()
    assert (said(PublicEntry), said(StaffEntry)) == before
    assert queries.search("restarant").suggestion == "restaurant"
