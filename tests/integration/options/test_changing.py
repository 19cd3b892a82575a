"""What an installation chooses: changed by whose duty it is, on record, and to be gone back from."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine
from minben.foundation.options import held, kept, queries
from minben.foundation.options.actions import change
from minben.foundation.options.models import OptionChange
from minben.foundation.records.errors import Conflict, Invalid, Missing, Refused
from tests.factories.desk import sit_down
from tests.factories.town import make_town

pytestmark = pytest.mark.django_db
FIVE_YEARS = {"interaction": 60}


def _kept(values: dict[str, object], **more: object) -> OptionChange | None:
    made = change(SYSTEM, "retention", values, **more)  # type: ignore[arg-type]
    held.forget()
    return made


def test_a_change_holds_is_on_record_and_leaves_the_rest_as_it_was() -> None:
    _kept(FIVE_YEARS)
    assert held.of("retention") == {"interaction": 60, "message": 180, "delivery": 180, "eventrow": 24}
    assert kept.months()["cases_interaction"] == 60
    line = AuditLine.objects.get(action="settings.retention.changed")
    assert set(line.changes) == {"interaction"}


def test_the_same_again_is_no_change() -> None:
    assert _kept(FIVE_YEARS) is not None
    assert _kept(FIVE_YEARS) is None
    assert (
        OptionChange.objects.count() == AuditLine.objects.filter(action__startswith="settings.").count() == 1
    )


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SYSTEM])
def test_nobody_but_the_system_administrator_changes_settings(role: Role) -> None:
    desk = sit_down(make_town().water, role)
    with pytest.raises(Refused):
        change(desk.actor, "retention", FIVE_YEARS)
    with pytest.raises(Refused):
        queries.history(desk.actor, "retention")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"interaction": 11}, "interaction"),
        ({"interaction": 1201}, "interaction"),
        ({"interaction": "60"}, "interaction"),
        ({"interaction": True}, "interaction"),
        ({"message": 60, "delivery": 59}, "delivery"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_and_nothing_is_kept(
    values: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        _kept(values)
    assert set(refused.value.fields) == {field}
    assert not OptionChange.objects.exists()


def test_a_setting_that_is_not_there_is_refused() -> None:
    with pytest.raises(Invalid):
        _kept({"tea": 3})
    with pytest.raises(Missing):
        change(SYSTEM, "tea", {})


def test_whoever_looked_at_an_older_version_is_told() -> None:
    _kept(FIVE_YEARS, seen=0)
    with pytest.raises(Conflict):
        _kept({"interaction": 72}, seen=0)
    assert _kept({"interaction": 72}, seen=1) is not None


def test_history_tells_from_what_to_what_and_every_version_can_be_asked_for() -> None:
    desk = sit_down(make_town().water, Role.SYSTEM)
    change(desk.actor, "retention", FIVE_YEARS, reason="議會決議")
    change(desk.actor, "retention", {"interaction": 72})
    with translation.override("en"):
        newest, first = queries.history(desk.actor, "retention")
        assert [(str(line.before), str(line.after)) for line in newest.lines] == [("60 months", "72 months")]
    assert (newest.standing, first.standing) == (True, False)
    assert (first.row.reason, first.row.staff_id) == ("議會決議", desk.staff.id)
    assert [queries.values_at(desk.actor, "retention", n)["interaction"] for n in (0, 1, 2)] == [180, 60, 72]
    with pytest.raises(Missing):
        queries.values_at(desk.actor, "retention", 3)


@pytest.mark.parametrize(
    "statement", ["UPDATE options_optionchange SET version = 9", "DELETE FROM options_optionchange"]
)
def test_the_database_refuses_to_change_the_history(statement: str) -> None:
    _kept(FIVE_YEARS)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_reading_settings_again_needs_no_statement(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(1):
        held.of("retention"), held.of("numbers"), held.version_of("numbers")
    with django_assert_num_queries(0):
        held.of("retention"), held.of("numbers"), held.ever("numbers")
