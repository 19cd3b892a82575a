"""Saved views, columns, what is done to many rows and taken back, exports, and what lives while a page is open."""

from __future__ import annotations

import csv
import io
import uuid
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from minben.cases.actions import messages, routing
from minben.cases.models import Case, CaseEvent
from minben.desk.models import BulkReceipt, SavedView
from minben.foundation.access.roles import Role
from minben.foundation.audit.models import AuditLine, ReadLine
from minben.foundation.records.ids import new_id
from minben.parties.models import Party
from minben.processes.models import Task
from tests.factories.cases import dispatched, in_progress, make_case
from tests.factories.desk import Desk, make_staff, sit_down
from tests.factories.town import Town

pytestmark = pytest.mark.django_db


def press(desk: Desk, verb: str, *cases: Case, **typed: Any) -> str:
    data = {
        "verb": verb,
        "case": [str(case.id) for case in cases],
        "key": new_id().hex,
        "asked": "1",
        **typed,
    }
    return str(desk.client.post(reverse("desk:bulk"), data)["Location"])


def receipt(address: str) -> BulkReceipt:
    return BulkReceipt.objects.get(pk=address.rpartition("receipt=")[2])


def undo(desk: Desk, address: str) -> str:
    where = reverse("desk:bulk_undo", args=[receipt(address).id])
    return desk.client.post(where, {"back": "/desk/cases"}, follow=True).content.decode()


def test_a_view_is_kept_shared_opened_with_renamed_given_up_and_taken_back(town: Town) -> None:
    report, other = make_case(kind="report"), make_case()
    desk, colleague = sit_down(town.centre, Role.AGENT), sit_down(town.centre, Role.AGENT)
    typed = {"name": "Reports", "asked": "kind=report&columns=title&cursor=x", "share": str(town.centre.id)}
    desk.client.post(reverse("desk:view_save"), typed)
    view = SavedView.objects.get()
    assert view.asked == "kind=report&columns=title"
    assert "Reports (shared)" in colleague.client.get("/desk/cases?all=1").content.decode()
    colleague.client.post(reverse("desk:view_choose", args=[view.id]))
    opened = colleague.client.get("/desk/cases", follow=True).content.decode()
    assert report.number in opened
    assert other.number not in opened
    refused = colleague.client.post(
        reverse("desk:view_rename", args=[view.id]), {"name": "Mine"}, follow=True
    )
    assert "A colleague made this view" in refused.content.decode()
    desk.client.post(reverse("desk:view_rename", args=[view.id]), {"name": "All reports"})
    desk.client.post(reverse("desk:view_drop", args=[view.id]))
    assert "All reports" not in desk.client.get("/desk/views").content.decode()
    desk.client.post(reverse("desk:view_restore", args=[view.id]))
    assert "All reports" in desk.client.get("/desk/views").content.decode()
    written = set(AuditLine.objects.filter(subject_kind="view").values_list("action", flat=True))
    assert written == {"view.saved", "view.chosen", "view.renamed", "view.dropped", "view.restored"}


def test_a_view_of_another_department_is_not_there(town: Town) -> None:
    desk, stranger = sit_down(town.centre, Role.AGENT), sit_down(town.water, Role.OFFICER)
    desk.client.post(reverse("desk:view_save"), {"name": "Ours", "share": str(town.centre.id)})
    view = SavedView.objects.get()
    assert "Ours" not in stranger.client.get("/desk/views").content.decode()
    stranger.client.post(reverse("desk:view_drop", args=[view.id]))
    stranger.client.post(reverse("desk:view_save"), {"name": "Spy", "share": str(town.centre.id)})
    assert list(SavedView.objects.filter(dropped_at=None)) == [view]


def test_columns_are_chosen_and_go_out_with_the_export(town: Town) -> None:
    case = make_case(title="=HYPERLINK(1)")
    desk = sit_down(town.centre, Role.AGENT)
    page = desk.client.get("/desk/cases?columns=urgency&columns=topic").content.decode()
    assert ">Urgency</th>" in page
    assert ">Who asked</th>" not in page
    book = desk.client.get(f"{reverse('desk:export_xlsx')}?columns=title&columns=received").content
    rows = list(load_workbook(io.BytesIO(book)).active.iter_rows(values_only=True))
    assert rows[0] == ("Number", "Request", "Received on")
    assert rows[1][:2] == (case.number, "'=HYPERLINK(1)")
    assert ReadLine.objects.get(page="desk.cases.xlsx").subject_ids == [case.id]
    assert AuditLine.objects.filter(action="case.exported").count() == 1


def test_names_leave_the_house_only_when_that_column_was_chosen(town: Town) -> None:
    make_case(party_id=Party.objects.create(kind="person", name="陳美惠").id)
    desk = sit_down(town.centre, Role.AGENT)
    address = reverse("desk:export")
    assert "陳美惠" not in desk.client.get(address).getvalue().decode()
    assert "陳美惠" in desk.client.get(f"{address}?columns=party").getvalue().decode()


def test_only_the_selected_rows_are_exported(town: Town) -> None:
    wanted, _other = make_case(), make_case()
    desk = sit_down(town.centre, Role.AGENT)
    address = press(desk, "export_csv", wanted, back="/desk/cases?columns=status")
    rows = list(csv.reader(io.StringIO(desk.client.get(address).getvalue().decode("utf-8-sig"))))
    assert rows == [["Number", "Status"], [wanted.number, "Received"]]


def test_assigning_many_is_taken_back_case_by_case_and_what_changed_since_stays(town: Town) -> None:
    first, second = in_progress(town), in_progress(town)
    desk = sit_down(town.water, Role.OFFICER)
    colleague = make_staff(town.water, Role.OFFICER)
    before = {case.id: Case.objects.get(pk=case.id).assignee_id for case in (first, second)}
    address = press(desk, "assign", first, second, assignee=str(colleague.id))
    assert set(Case.objects.values_list("assignee_id", flat=True)) == {colleague.id}
    routing.assign(town.actor(Role.OFFICER, town.water), second.id, assignee_id=None)
    page = undo(desk, address)
    assert Case.objects.get(pk=first.id).assignee_id == before[first.id]
    assert Case.objects.get(pk=second.id).assignee_id is None
    assert "changed since" in page
    assert CaseEvent.objects.filter(case_id=first.id, name="assign").count() == 2
    assert AuditLine.objects.filter(action="case.assign", subject_id=first.id).count() == 2
    assert AuditLine.objects.filter(action="bulk.undone").count() == 1


def test_after_a_minute_nothing_is_taken_back(town: Town) -> None:
    case = in_progress(town)
    desk = sit_down(town.water, Role.OFFICER)
    address = press(desk, "assign", case, assignee=str(desk.staff.id))
    with time_machine.travel(receipt(address).made_at.timestamp() + 61, tick=False):
        page = undo(desk, address)
    assert Case.objects.get(pk=case.id).assignee_id == desk.staff.id
    assert "within a minute only" in page


def test_a_press_that_fails_for_one_case_is_done_for_the_others_and_says_why(town: Town) -> None:
    open_, foreign = make_case(), in_progress(town)
    desk = sit_down(town.centre, Role.DISPATCHER)
    address = press(desk, "take", open_, foreign)
    lines = {line["number"]: line for line in receipt(address).lines}
    assert lines[open_.number]["done"]
    assert lines[foreign.number]["why"]
    page = desk.client.get(address).content.decode()
    assert "Not done for 1 case:" in page
    undo(desk, address)
    assert Task.objects.get(subject_id=open_.id).state == Task.State.OPEN


def test_the_same_press_twice_is_done_once(town: Town) -> None:
    case = dispatched(town)
    desk = sit_down(town.centre, Role.AGENT)
    addresses = {press(desk, "hurry", case, text="?", key="one") for _n in range(2)}
    assert len(addresses) == 1
    assert Case.objects.get(pk=case.id).hurries == 1
    assert "cannot be taken back" in desk.client.get(addresses.pop()).content.decode()


def test_the_topic_of_many_is_changed_and_taken_back(town: Town) -> None:
    case = make_case()
    before = case.topic
    desk = sit_down(town.centre, Role.AGENT)
    Case.objects.filter(pk=case.id).update(topic="old")
    address = press(desk, "sort", case, topic="")
    assert Case.objects.get(pk=case.id).topic == ""
    undo(desk, address)
    assert Case.objects.get(pk=case.id).topic == "old" != before


def test_what_is_asked_first_is_asked_on_a_page_of_its_own(town: Town) -> None:
    case = make_case()
    desk = sit_down(town.centre, Role.AGENT)
    data = {"verb": "note", "case": [str(case.id)], "key": "k"}
    page = desk.client.post(reverse("desk:bulk"), data)
    assert "What colleagues should know" in page.content.decode()
    assert desk.client.post(reverse("desk:bulk"), {**data, "asked": "1", "text": " "}).status_code == 422
    assert not CaseEvent.objects.filter(name="note").exists()


def test_a_receipt_is_for_the_one_who_pressed(town: Town) -> None:
    case = make_case()
    address = press(sit_down(town.centre, Role.DISPATCHER), "take", case)
    other = sit_down(town.centre, Role.DISPATCHER)
    undo(other, address)
    assert Task.objects.get(subject_id=case.id).state == Task.State.CLAIMED


def test_a_way_back_leads_to_the_desk_only(town: Town) -> None:
    case, desk = make_case(), sit_down(town.centre, Role.DISPATCHER)
    assert press(desk, "take", case, back="https://evil.example/desk/").startswith("/desk/cases?receipt=")


def test_a_list_says_how_many_are_new_and_304_while_nothing_is(town: Town) -> None:
    desk = sit_down(town.centre, Role.DISPATCHER)
    address = f"{reverse('desk:live_list')}?list=work&since={new_id()}"
    tag = '"0-0"'
    with CaptureQueriesContext(connection) as run:
        assert desk.client.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert sum("count(*)" in q["sql"] for q in run.captured_queries) == 1
    case = make_case()
    assert "1 new" in desk.client.get(address, headers={"If-None-Match": tag}).content.decode()
    shown = Task.objects.get(subject_id=case.id)
    since = new_id()
    Task.objects.filter(pk=shown.pk).update(state="claimed", assignee_id=uuid.uuid4())
    page = desk.client.get(f"{reverse('desk:live_list')}?list=work&since={since}&shown={shown.id}")
    assert "1 taken by a colleague or done" in page.content.decode()


def test_a_list_of_cases_counts_only_what_fits_its_filters(town: Town) -> None:
    desk, since = sit_down(town.centre, Role.AGENT), new_id()
    make_case(kind="report")
    make_case()
    page = desk.client.get(f"{reverse('desk:live_list')}?list=cases&since={since}&kind=report")
    assert "1 new" in page.content.decode()


def test_an_open_case_says_when_somebody_changed_it(town: Town) -> None:
    case = in_progress(town)
    desk = sit_down(town.water, Role.OFFICER)
    address, version = reverse("desk:live_case", args=[case.id]), Case.objects.get(pk=case.id).version
    seen = CaseEvent.objects.filter(case_id=case.id).order_by("-id")[0].id
    tag = {"If-None-Match": f'"{version}"'}
    assert desk.client.get(f"{address}?seen={seen}", headers=tag).status_code == 304
    messages.note(town.actor(Role.OFFICER, town.water), case.id, text="新消息")
    assert "Internal note" in desk.client.get(f"{address}?seen={seen}", headers=tag).content.decode()
    assert sit_down(town.roads, Role.OFFICER).client.get(address).status_code == 404


def test_the_navigation_counts_what_is_open_in_one_statement(town: Town) -> None:
    make_case()
    desk = sit_down(town.centre, Role.DISPATCHER)
    with CaptureQueriesContext(connection) as run:
        page = desk.client.get(reverse("desk:live")).content.decode()
    assert 'id="count-dispatch" class="nav-count" hx-swap-oob="true">1<' in page
    assert sum("count(*)" in q["sql"] for q in run.captured_queries) == 1


def test_the_palette_offers_what_may_be_done_and_opened(town: Town) -> None:
    case = in_progress(town)
    officer, agent = sit_down(town.water, Role.OFFICER), sit_down(town.roads, Role.OFFICER)
    address = f"{reverse('desk:palette')}?case={case.id}"
    assert "Answer the request" in officer.client.get(address).content.decode()
    assert "Answer the request" not in agent.client.get(address).content.decode()
    found = officer.client.get(f"{reverse('desk:palette')}?q={case.number}").content.decode()
    assert reverse("desk:case", args=[case.id]) in found
    assert case.number not in agent.client.get(f"{reverse('desk:palette')}?q={case.number}").content.decode()
    assert ReadLine.objects.filter(page="desk.palette", actor_id=officer.staff.id).exists()


def test_single_keys_can_be_turned_off_and_on(town: Town) -> None:
    desk = sit_down(town.centre, Role.AGENT)
    desk.client.post(reverse("desk:keys"), {"keys": "off"})
    assert 'data-keys="off"' in desk.client.get("/desk/").content.decode()
    desk.client.post(reverse("desk:keys"), {"keys": "on"})
    assert 'data-keys="off"' not in desk.client.get("/desk/").content.decode()
