"""What stands in the scene: requests in every state, people and what is known of them, guides, and the house itself."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from minben.agencies.models import Cover
from minben.cases.actions import draft, rating, together
from minben.cases.applications.sealing import SEALED
from minben.cases.models import (
    AnswerTemplate,
    Case,
    CaseDocument,
    CaseEvent,
    Draft,
    Interaction,
    Mention,
    QualityReview,
    QualityRule,
    QualitySheet,
    RepairCase,
)
from minben.channels.models import Delivery, PracticeMessage
from minben.desk.models import BulkReceipt, SavedView
from minben.foundation.access.actor import Actor, ActorKind, Assurance
from minben.foundation.access.roles import Role
from minben.foundation.files.actions import store
from minben.foundation.records.ids import new_id
from minben.processes.models import Call, Run, Task
from tests.factories import cases, certificates, channels
from tests.integration.desk.scenes import png, suspended

from . import house, offered, people, visits, waiting

if TYPE_CHECKING:
    from .scene import Scene


def furnish(scene: Scene) -> None:
    people.furnish(scene)
    offered.furnish(scene)
    house.furnish(scene)
    _requests(scene)
    _around(scene)
    _processes(scene)
    _beside(scene)
    begin_forms(scene)
    visits.furnish(scene)
    waiting.begin_waiting(scene)


def _requests(scene: Scene) -> None:
    """One in each state, all of the same person and account."""
    own: dict[str, Any] = {
        "party_id": scene.person.id,
        "place": "朝陽路 12 號",
        "latitude": 25.03,
        "longitude": 121.5,
    }
    made = {
        "new": cases.make_case(**own),
        "dispatched": cases.dispatched(scene.town, **own),
        "in_progress": cases.in_progress(scene.town, **own),
        "answered": cases.answered(scene.town, **own),
        "closed": cases.closed(scene.town, **own),
        "suspended": suspended(scene.town, **own),
        "rated": cases.closed(scene.town, **own),
        "application": cases.make_application(scene.town, **own),
    }
    scene.cases = made
    Case.objects.update(account=scene.account)
    case = made["in_progress"]
    scene.known |= {"case_id": case.id, "track": case.track_token, "track_closed": made["closed"].track_token}
    rating.rate(
        scene.town.actor(Role.CALLBACK, scene.town.centre), made["closed"].id, level=1, reasons=["slow"]
    )
    lead, colleague = (
        scene.town.actor(Role.OFFICER, scene.town.water),
        scene.town.actor(Role.OFFICER, scene.town.water),
    )
    order = together.ask_department(
        lead, made["suspended"].id, department_id=scene.town.roads.id, question="何時修？"
    )
    offer = together.offer_hand_over(lead, made["answered"].id, to_id=colleague.staff_id)
    repair = RepairCase.objects.get(rating__case=made["closed"])
    scene.known |= {"repair_id": repair.id, "order_id": order.id, "offer_id": offer.id}
    _on_leave(case)


def _on_leave(case: Case) -> None:
    """Whoever holds this one is away: others may take it over."""
    today = timezone.localdate()
    Cover.objects.create(
        staff_id=case.assignee_id, since=today, until=today + dt.timedelta(days=1), state="approved"
    )


def _around(scene: Scene) -> None:
    """Files, talk, letters and a sealed number of the case that is looked at."""
    case, staff = scene.cases["in_progress"], scene.work.staff
    document = store(scene.work.actor, png())
    CaseDocument.objects.create(case=case, document=document, public=True)
    sealed = {"number": "……002X", SEALED: {"number": "AA=="}}
    Case.objects.filter(pk=case.pk).update(taken_by=staff.id, answers=sealed)
    event = CaseEvent.objects.create(
        id=new_id(), case_id=case.id, name="noted", actor_kind="staff", actor_id=staff.id, text="留意"
    )
    CaseEvent.objects.create(
        id=new_id(), case_id=case.id, name="written", actor_kind="public", public=True, text="請快"
    )
    Mention.objects.create(case=case, staff_id=staff.id, event_id=event.id)
    Interaction.objects.create(
        party_id=scene.person.id, case_id=case.id, direction="in", channel="phone", kind="call",
        summary="來電", staff_id=staff.id, seconds=90,
    )  # fmt: skip
    message = channels.MessageFactory.create(case_id=case.id, party_id=scene.person.id)
    channels.waiting(message)
    Delivery.objects.create(message_id=message.id, outcome="failed", why="refused")
    PracticeMessage.objects.create(channel="sms", address="+8613800138000", body="您好")
    CaseEvent.objects.create(
        id=new_id(), case_id=scene.cases["application"].id, name="accept", actor_kind="staff", public=True
    )
    paper = certificates.issued(case, scene.town.water, scene.person, decided_by=staff.id)
    scene.known |= {"document_id": document.id, "message_id": message.id}
    scene.known |= {"certificate_id": paper.id, "certificate": paper.token}


def _processes(scene: Scene) -> None:
    """A task that somebody may do, and work outside that waits for a person."""
    case = scene.cases["in_progress"]
    run = Run.objects.get(subject_id=case.id)
    call = Call.objects.create(
        run=run, element="work", handler="post.letter", state=Call.State.STUCK, tries=6
    )
    scene.known |= {"task_id": Task.objects.get(subject_id=case.id, kind="work").id, "call_id": call.id}


def _beside(scene: Scene) -> None:
    """What the desk keeps of its own: templates, views, receipts, checks of quality."""
    staff, case, closed = scene.work.staff, scene.cases["in_progress"], scene.cases["closed"]
    name = {"zh-hant": "路燈", "en": "Street light"}
    template = AnswerTemplate.objects.create(code="light", name=name, body=name, department_id=None)
    view = SavedView.objects.create(staff_id=staff.id, name="mine", asked="group=new")
    SavedView.objects.create(
        staff_id=staff.id, name="ours", department_id=scene.town.centre.id, asked="group=new"
    )
    line = {"case": str(case.id), "number": case.number, "done": True, "before": 1, "after": 2}
    receipt = BulkReceipt.objects.create(staff_id=staff.id, verb="hurry", lines=[line])
    sheet = QualitySheet.objects.filter(code="answer").first() or QualitySheet.objects.create(
        code="own", name=name, criteria=[{"key": "kind", "weight": 100, "critical": False, "text": name}]
    )
    rule = QualityRule.objects.create(name="a tenth", share=10)
    officer = scene.town.actor(Role.OFFICER, scene.town.water)
    monday = timezone.localdate() - dt.timedelta(days=timezone.localdate().weekday())
    review = QualityReview.objects.create(
        case=closed, sheet=sheet, week=monday, worker_id=officer.staff_id,
        department_id=scene.town.water.id, drawn_why={"rule": str(rule.id), "name": "a tenth"},
    )  # fmt: skip
    QualityReview.objects.create(
        case=scene.cases["rated"], sheet=sheet, week=monday, worker_id=officer.staff_id, points=80,
        department_id=scene.town.water.id, state="checked", checker_id=staff.id, checked_at=timezone.now(),
    )  # fmt: skip
    scene.known |= {
        "template_id": template.id, "view_id": view.id, "receipt_id": receipt.id, "rule_id": rule.id,
        "review_id": review.id,
    }  # fmt: skip


def begin_forms(scene: Scene) -> None:
    """Half-filled forms of the account: one before its check, one application. They are sealed, so no copies."""
    owner = Actor(
        kind=ActorKind.PUBLIC,
        account_id=scene.account.id,
        party_ids=(scene.person.id,),
        assurance=Assurance.CONTACT,
    )
    answers = {
        "kind": "complaint",
        "title": "路燈",
        "place": "",
        "body": "暗",
        "privacy": "open",
        "name": "王",
    }
    done = dict.fromkeys(("kind", "subject", "details", "privacy", "you"), True)
    asked = draft.begin(owner, "ask", {"answers": answers, "done": done})
    applied = draft.begin(owner, "apply:water-connection", {"answers": {"who": "王"}, "done": {"who": True}})
    chosen = {"chosen": ["water-connection"], "answers": {"who": "王"}, "done": {"who": True}}
    whole = draft.begin(owner, "bundle:having-a-baby", chosen)
    scene.known |= {"draft": asked.token, "application": applied.token, "whole": whole.token}
    sent_forms = (
        ("asked", "ask", "new"),
        ("applied", applied.form, "application"),
        ("wholly", whole.form, "application"),
    )
    for name, form, case in sent_forms:
        sent = draft.begin(owner, form, {"answers": answers, "done": done})
        Draft.objects.filter(token=sent.token).update(sent_case=scene.cases[case])
        scene.known[name] = sent.token
