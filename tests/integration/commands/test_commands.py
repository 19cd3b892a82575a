"""What an administrator types does what it says, and ends with the code a script can trust."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from minben.cases.actions import draft
from minben.cases.applications import sealing
from minben.cases.models import CaseScope, CaseSearch
from minben.catalog.indexing import index_service
from minben.cli import setup
from minben.config.environment import SettingError
from minben.foundation import keys
from minben.foundation.access.actor import SYSTEM
from minben.foundation.audit import trail
from minben.foundation.audit.seals import seal_all
from minben.foundation.records.ids import new_id
from minben.parties.models import Identifier, Party
from tests.factories import cases as make
from tests.factories.catalog import published_service
from tests.factories.town import citizen, make_town
from tests.waiting import settle

from .conftest import Run

OLD = keys.new_key_line()


@pytest.mark.django_db
def test_search_answers_programs_in_json(minben: Run) -> None:
    version = published_service(make_town().water)
    index_service(version.service)
    name = version.name["zh-hant"]
    result = minben("search", "--json", name)
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert answer["hits"][0]["kind"] == "service"
    assert answer["hits"][0]["title"] == name


@pytest.mark.django_db
def test_search_says_when_nothing_was_found(minben: Run) -> None:
    assert "Nothing was found" in minben("search", "恐龍").stdout


@pytest.mark.django_db
def test_reindex_brings_back_what_was_derived(minben: Run) -> None:
    published_service(make_town().water)
    make.make_case()
    Party.objects.create(kind="person", name="王小明", name_folded="", name_grams=[])
    CaseSearch.objects.all().delete()
    CaseScope.objects.all().delete()
    result = minben("reindex")
    assert result.exit_code == 0
    assert "1 cases were seen by other departments" in result.stdout
    assert CaseSearch.objects.count() == 1
    assert Party.objects.get(name="王小明").name_folded == "王小明"


@pytest.mark.django_db
def test_a_new_key_can_be_used_at_once_and_the_old_one_removed_after_rotating(
    minben: Run, settings: Any
) -> None:
    settings.FIELD_KEYS = OLD
    row, party = new_id(), Party.objects.create(kind="person", name="王小明")
    place: dict[str, Any] = {"model": "parties.Identifier", "field": "cipher", "row_id": row}
    Identifier.objects.create(
        id=row,
        party=party,
        kind="taiwan",
        cipher=keys.encrypt("A123456789", **place),
        blind=keys.blind("taiwan", "A123456789"),
    )
    made = minben("keys", "new").stdout.strip()
    settings.FIELD_KEYS = f"{made},{OLD}"
    assert "1 values" in minben("keys", "rotate").stdout
    settings.FIELD_KEYS = made
    kept = Identifier.objects.get()
    assert keys.decrypt(bytes(kept.cipher), **place) == "A123456789"
    assert kept.blind == keys.blind("taiwan", "A123456789")
    assert "0 values" in minben("keys", "rotate").stdout


@pytest.mark.django_db
def test_numbers_sealed_among_answers_and_in_drafts_are_rotated_too(minben: Run, settings: Any) -> None:
    settings.FIELD_KEYS = OLD
    make_town()
    case = make.make_case(answers={"id": "A123456789"}, secret_answers={"id": "A123456789"})
    held = draft.begin(citizen(), "ask", {"title": "路燈"})
    made = minben("keys", "new").stdout.strip()
    settings.FIELD_KEYS = f"{made},{OLD}"
    assert "2 values" in minben("keys", "rotate").stdout
    settings.FIELD_KEYS = made
    case.refresh_from_db()
    assert sealing.opened(case.id, case.answers, "id") == "A123456789"
    assert draft.load(citizen(), held.token).data == {"title": "路燈"}


@pytest.mark.django_db(transaction=True)
def test_a_whole_trail_is_verified_and_a_changed_line_is_named(
    minben: Run, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    trail.wrote(SYSTEM, "case.close", subject=("case", new_id()))
    settle()
    seal_all(timezone.now())
    assert minben("audit", "verify").exit_code == 0
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditline DISABLE TRIGGER ALL")
        cursor.execute("UPDATE audit_auditline SET action = 'case.reopen' RETURNING id")
        line = cursor.fetchone()[0]
        cursor.execute("ALTER TABLE audit_auditline ENABLE TRIGGER ALL")
    result = minben("audit", "verify")
    assert result.exit_code == 1
    assert str(line) in result.output


def test_setup_refuses_a_calendar_that_does_not_exist() -> None:
    with pytest.raises(SettingError, match="no calendar"):
        setup.setup("明河市", "林安", "lin@minghe.example", "x", "Asia/Taipei", "XX")
