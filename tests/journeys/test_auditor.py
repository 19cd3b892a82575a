"""The audit administrator proves who changed and who read, and finds what was tampered with."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from playwright.sync_api import expect

from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine
from tests.factories import cases

from . import clerks
from .conftest import View
from .town import PracticeTown, drain
from .visitor import Visitor

Visit = Callable[..., Visitor]


@pytest.fixture(autouse=True)
def _heads_of_this_test_only(settings: object, tmp_path: object) -> None:
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]


def test_the_auditor_proves_a_change_and_a_look_and_finds_the_tampering(
    town: PracticeTown, visit: Visit, walk: View
) -> None:
    case = cases.dispatched(town.town)
    officer = visit(walk, "/desk/sign-in")
    clerks.sign_in(officer, town.account(Role.OFFICER), f"/desk/cases/{case.id}")
    clerks.does(officer, "sign")
    drain()

    auditor = visit(walk, "/desk/sign-in")
    clerks.sign_in(auditor, town.account(Role.AUDIT), "/desk/audit")
    auditor.look("audit")
    searches(auditor, case.number, "audit")
    shows(auditor, "case.sign", "王承辦")
    auditor.look("audit-changes")
    searches(auditor, case.number, "reads")
    shows(auditor, "desk.case", "王承辦")
    auditor.look("audit-looks")
    assert auditor.page.goto(f"/desk/cases/{case.id}").status in {403, 404}  # type: ignore[union-attr]

    assert verifies(auditor) == "success"
    auditor.look("seals-intact")
    tampered = AuditLine.objects.get(case_id=case.id, action="case.sign").id
    as_owner_without_triggers(tampered)
    assert verifies(auditor) == "error"
    auditor.reads(str(tampered))
    auditor.look("seals-tampered")


def searches(auditor: Visitor, subject: str, trail: str) -> None:
    """The filter above the lines; folded away on a telephone."""
    auditor.page.goto(f"/desk/audit?trail={trail}&subject={subject}")


def shows(auditor: Visitor, what: str, who: str) -> None:
    rows = auditor.page.locator("main tbody tr", has_text=what)
    expect(rows.filter(has_text=who).first).to_be_visible()


def verifies(auditor: Visitor) -> str:
    """Presses the button; the tone of the notice that comes."""
    drain()
    auditor.page.goto("/desk/audit/seals")
    auditor.page.locator("form[action$='/audit/verify'] button").click()
    notice = auditor.page.locator("main .notice").first
    expect(notice).to_be_visible()
    return "error" if "error" in str(notice.get_attribute("class")) else "success"


def as_owner_without_triggers(line_id: uuid.UUID) -> None:
    """Somebody with all rights over the database writes another name into a line."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditline DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit_auditline SET actor_name = '別人' WHERE id = %s", [line_id])
        cursor.execute("ALTER TABLE audit_auditline ENABLE TRIGGER USER")
