"""Versions of a guide: drafted, published, superseded, withdrawn; and what never changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import IntegrityError, transaction

from minben.catalog import queries
from minben.catalog.actions import (
    draft_version,
    load_catalogue,
    publish_version,
    record_law,
    supersede_law,
    withdraw,
    write_article,
    write_service,
)
from minben.catalog.models import Article, LegalResource, PublicEntry, ServiceVersion
from minben.foundation.access.actor import SYSTEM, Actor, ActorKind
from minben.foundation.records.errors import Conflict, Invalid, Missing, Refused
from tests.factories.catalog import article, event, guide, office, service, stage

pytestmark = pytest.mark.django_db
ANYBODY = Actor(kind=ActorKind.PUBLIC)


def content(**more: Any) -> dict[str, Any]:
    return {
        "name": "出生登記",
        "audiences": ["person"],
        "mode": "1",
        "promised_amount": 0,
        "online_depth": "7",
    } | more


def test_a_new_guide_takes_the_place_of_the_old_one_and_cases_keep_theirs() -> None:
    own = service()
    first = own.versions.get()
    write_service(SYSTEM, guide(summary={"zh-hant": "新的說明"}))
    first.refresh_from_db()
    assert (first.state, first.valid_until is not None) == ("superseded", True)
    assert queries.service(own.slug).version.number == 2
    assert queries.version_for_case(first.id).number == 1


def test_an_unchanged_guide_makes_no_new_version() -> None:
    own = service()
    assert write_service(SYSTEM, guide()) == (own, False)
    assert own.versions.count() == 1


def test_the_database_refuses_every_change_of_a_published_guide() -> None:
    version = service(materials=[{"name": "身份證"}]).versions.get()
    changes = [
        lambda: ServiceVersion.objects.filter(id=version.id).update(visits=3),
        lambda: ServiceVersion.objects.filter(id=version.id).update(state="draft"),
        lambda: version.materials.update(copies=9),
        lambda: version.materials.all().delete(),
        lambda: version.faqs.create(question={}, answer={}),
        lambda: version.places.add(office()),
        lambda: version.delete(),
    ]
    for change in changes:
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            change()


def test_a_draft_may_be_changed_and_thrown_away() -> None:
    draft = draft_version(SYSTEM, service(), content(materials=[{"name": "身份證"}]))
    draft.materials.update(copies=2)
    draft.delete()


def test_a_guide_that_breaks_a_rule_is_not_published() -> None:
    own = service()
    draft = draft_version(SYSTEM, own, content(promised_amount=5))
    with pytest.raises(Invalid) as caught:
        publish_version(SYSTEM, draft)
    assert list(caught.value.fields) == ["mode"]
    with pytest.raises(Invalid):
        publish_version(SYSTEM, draft, waive=["V02"])
    publish_version(SYSTEM, draft, waive=["V02"], reason="as the ministry published it")
    with pytest.raises(Conflict):
        publish_version(SYSTEM, draft)


def test_only_an_editor_may_write() -> None:
    own = service()
    for act in (
        lambda: draft_version(ANYBODY, own, content()),
        lambda: publish_version(ANYBODY, own.versions.get()),
        lambda: withdraw(ANYBODY, own, reason="x"),
        lambda: write_service(ANYBODY, guide()),
        lambda: write_article(ANYBODY, {}),
        lambda: record_law(ANYBODY, {}),
        lambda: load_catalogue(ANYBODY, "."),
    ):
        with pytest.raises(Refused):
            act()


def test_a_withdrawn_service_is_found_by_nobody() -> None:
    own = service()
    withdraw(SYSTEM, own, reason="merged into another")
    assert not PublicEntry.objects.filter(kind="service").exists()
    with pytest.raises(Missing):
        queries.service(own.slug)
    with pytest.raises(Conflict):
        withdraw(SYSTEM, own, reason="again")


def test_unknown_laws_offices_topics_and_departments_are_named() -> None:
    service()
    for wrong, field in (
        ({"places": ["nowhere"]}, "places"),
        ({"legal_bases": [{"law": "no-law"}]}, "legal_bases"),
        ({"topics": {"person": ["xxx"]}}, "topics"),
        ({"department": "nobody"}, "department"),
    ):
        with pytest.raises(Invalid) as caught:
            write_service(SYSTEM, guide("other", **wrong))
        assert field in caught.value.fields


def law(slug: str, **more: Any) -> LegalResource:
    return record_law(SYSTEM, {"slug": slug, "kind": "law", "title": slug} | more)[0]


def test_a_law_says_what_took_its_place_and_who_cites_it() -> None:
    older, newer = law("old-law"), law("new-law", in_force_from="2021-01-01")
    service(legal_bases=[{"law": "new-law", "articles": "7"}])
    supersede_law(SYSTEM, older, by=newer)
    page = queries.law("new-law")
    assert [one.slug for one in page.supersedes] == ["old-law"]
    assert [one.service.slug for one in page.cited_by] == ["birth-registration"]
    with pytest.raises(Invalid):
        supersede_law(SYSTEM, newer, by=LegalResource.objects.get(slug="old-law"))


def test_a_staff_article_is_not_there_for_the_public() -> None:
    article("script", audience="staff")
    assert queries.article("script", audience="staff")[0].slug == "script"
    with pytest.raises(Missing):
        queries.article("script")


def test_an_article_counts_its_versions_only_when_it_changes() -> None:
    article()
    article()
    article(title={"zh-hant": "停車在哪裏"})
    assert Article.objects.get().version == 2


def _folder(root: Path) -> Path:
    lists = {
        "stages.yaml": {"stages": [{"code": "NP_BIRTH", "audience": "person", "name": "出生", "order": 1}]},
        "topics.yaml": {"topics": [{"code": "005", "audience": "person", "name": "生育收養"}]},
        "departments.yaml": {
            "jurisdictions": [{"code": "990100", "key": "city", "name": "岫雲市"}],
            "departments": [
                {"code": "gov", "jurisdiction": "city", "name": "市政府"},
                {"code": "civil", "parent": "gov", "jurisdiction": "city", "name": "民政局"},
            ],
            "offices": [
                {"code": "hall", "department": "civil", "name": "大廳", "hours": {"1": [["09:00", "17:00"]]}}
            ],
        },
        "laws.yaml": {"laws": [{"slug": "civil-code", "kind": "law", "title": "民法典"}]},
        "taxonomy.yaml": {
            "tree": "hotline",
            "categories": [
                {"code": "city", "name": "城市", "children": [{"code": "city.lamp", "name": "路燈"}]}
            ],
        },
        "services/birth.yaml": guide(
            places=["hall"], legal_bases=[{"law": "civil-code"}], stages=["NP_BIRTH"]
        ),
        "events/baby.yaml": {
            "slug": "baby",
            "code": "BABY",
            "audience": "person",
            "name": "孩子出生了",
            "services": [{"service": "birth-registration"}],
        },
        "articles/park.yaml": {
            "slug": "park",
            "title": "停車",
            "body": "地下。",
            "services": ["birth-registration"],
        },
    }
    for name, value in lists.items():
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(yaml.safe_dump(value, allow_unicode=True), encoding="utf-8")
    return root


def test_a_catalogue_loaded_twice_is_the_same(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    first, second = load_catalogue(SYSTEM, folder), load_catalogue(SYSTEM, folder)
    assert first.seen == second.seen
    assert set(second.changed.values()) == {0}
    assert ServiceVersion.objects.get().name == {
        "zh-hant": "出生登記",
        "zh-hans": "出生登记",
        "en": "Birth registration",
        "_origin": {"zh-hans": "converted"},
    }


def test_a_mistake_in_a_file_is_named_with_its_file(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    (folder / "services" / "birth.yaml").write_text("slug: x\nfeees: 1\n", encoding="utf-8")
    with pytest.raises(Invalid, match=r"services/birth\.yaml"):
        load_catalogue(SYSTEM, folder)


def test_the_plan_of_an_event_stands_in_layers() -> None:
    first, second = service("first"), service("second")
    happened = event(stage=stage())
    one = happened.services.create(service=first, order=1)
    two = happened.services.create(service=second, order=0)
    two.after.add(one)
    plan = queries.event(happened.slug)
    assert [[item.version.service.slug for item in layer] for layer in plan.layers] == [["first"], ["second"]]
    assert [needed.service.slug for needed in plan.layers[1][0].after] == ["first"]
