"""For each verb of the desk: a case in the right state, who may, what is typed, what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from minben.cases.actions import application, handling, more_time, routing
from minben.cases.models import Case, Status
from minben.foundation.access.roles import Role
from minben.parties.models import Party
from tests.factories import cases, ways
from tests.factories.town import Town

S = Status


@dataclass(frozen=True)
class Scene:
    """``wrong``: what may not be typed, and the field that says so. ``refused``: a role that may not."""

    verb: str
    begin: Callable[[Town], Case]
    role: Role
    place: str
    typed: dict[str, Any] = field(default_factory=dict)
    ends: Status | None = None
    wrong: dict[str, Any] = field(default_factory=dict)
    field: str = ""
    refused: Role = Role.PROTECTION

    def __str__(self) -> str:
        return self.verb


def png() -> SimpleUploadedFile:
    picture = (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
        b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa75\x81\x84\x00\x00\x00\x00IEND\xaeB`\x82"
    )
    return SimpleUploadedFile("photo.png", picture, "image/png")


def fresh(_town: Town) -> Case:
    return cases.make_case()


def signed(town: Town) -> Case:
    case = cases.dispatched(town)
    handling.sign(town.actor(Role.OFFICER, town.water), case.id)
    return Case.objects.get(pk=case.id)


def suspended(town: Town, **fields: object) -> Case:
    case = cases.in_progress(town, **fields)
    handling.suspend(town.actor(Role.OFFICER, town.water), case.id, reason="等材料")
    return Case.objects.get(pk=case.id)


def called_back(town: Town) -> Case:
    """Called back and nothing more, as an import may leave it."""
    case = cases.checked(town)
    Case.objects.filter(pk=case.id).update(status=S.CALLED_BACK, process_version=None)
    case.scopes.update(status=S.CALLED_BACK)
    return Case.objects.get(pk=case.id)


def looked_through(town: Town) -> Case:
    case = cases.make_application(town)
    application.pre_check(town.actor(Role.OFFICER, town.water), case.id)
    return Case.objects.get(pk=case.id)


def lacking(town: Town) -> Case:
    case = looked_through(town)
    application.ask_supplement(town.actor(Role.OFFICER, town.water), case.id, items=["照片"])
    return Case.objects.get(pk=case.id)


def accepted(town: Town) -> Case:
    case = looked_through(town)
    routing.accept(town.actor(Role.OFFICER, town.water), case.id)
    return Case.objects.get(pk=case.id)


def decided(town: Town) -> Case:
    case = cases.examining(town)
    officer = town.actor(Role.OFFICER, town.water)
    application.decide(officer, case.id, outcome="granted", text="准予")
    return Case.objects.get(pk=case.id)


def extended(town: Town) -> Case:
    case = cases.in_progress(town)
    handling.extend(town.actor(Role.OFFICER, town.water), case.id, reason="待料", days=2)
    return Case.objects.get(pk=case.id)


def more_time_asked(town: Town) -> Case:
    case = extended(town)
    more_time.ask_more_time(town.actor(Role.OFFICER, town.water), case.id, reason="仍缺料", days=5)
    return Case.objects.get(pk=case.id)


def sealed(town: Town) -> Case:
    person = Party.objects.create(kind="person", name="陳保密")
    return cases.make_case(privacy="confidential", party_id=person.id)


_OFFICER, _CENTRE = (Role.OFFICER, "water"), (Role.DISPATCHER, "centre")
_EMPTY_REASON = {"wrong": {"reason": "  "}, "field": "reason"}

SCENES = [
    Scene("accept", fresh, *_CENTRE, {"urgency": "E1"}, S.ACCEPTED, {"urgency": "E9"}, "urgency"),
    Scene("refuse", fresh, *_CENTRE, {"reason": "不屬受理範圍"}, S.NOT_ACCEPTED, **_EMPTY_REASON),
    Scene("answer_at_once", fresh, Role.AGENT, "centre", {"answer": "帶身分證即可"}, S.ANSWERED_AT_ONCE, {"answer": ""}, "answer"),
    Scene("dispatch", fresh, *_CENTRE, {"department": "@water", "note": "請優先"}, S.DISPATCHED, {"department": "", "note": "請優先"}, "department"),
    Scene("nuisance", fresh, *_CENTRE, {"reason": "一日百通"}, None, **_EMPTY_REASON),
    Scene("merge", fresh, *_CENTRE, {"into": "@other"}, S.MERGED, {"into": "MB-2026-000000001-0"}, "into"),
    Scene("withdraw", fresh, Role.AGENT, "centre", {"reason": "已解決"}, S.WITHDRAWN),
    Scene("hurry", cases.dispatched, Role.AGENT, "centre", {"text": "請快一點"}, None),
    Scene("supervise", cases.dispatched, Role.SUPERVISOR, "centre", {"text": "三日內回報"}, None, {"text": ""}, "text"),
    Scene("sign", cases.dispatched, *_OFFICER, {}, S.SIGNED),
    Scene("return", signed, *_OFFICER, {"reason": "非本局", "basis": "權責清單"}, S.RETURNED, {"reason": "非本局", "basis": ""}, "basis"),
    Scene("transfer", signed, *_OFFICER, {"department": "@roads", "reason": "屬道路"}, S.DISPATCHED, {"department": "", "reason": "屬道路"}, "department"),
    Scene("assign", signed, *_OFFICER, {"assignee": "@me"}, None, {"assignee": "nobody"}, "assignee"),
    Scene("start", signed, *_OFFICER, {"note": "已聯絡", "channel": "phone"}, S.IN_PROGRESS, {"note": "", "channel": "visit"}, "note"),
    Scene("suspend", cases.in_progress, *_OFFICER, {"reason": "等零件"}, S.SUSPENDED, **_EMPTY_REASON),
    Scene("resume", suspended, *_OFFICER, {}, S.IN_PROGRESS),
    Scene("extend", cases.in_progress, *_OFFICER, {"reason": "零件未到", "days": "3"}, None, {"reason": "零件未到", "days": "59"}, "days"),
    Scene("ask_more_time", extended, *_OFFICER, {"reason": "零件未到", "days": "5"}, None, {"reason": "零件未到", "days": "0"}, "days"),
    Scene("grant_more_time", more_time_asked, Role.SUPERVISOR, "water", {"text": "零件缺貨", "days": ""}, None, {"text": "", "days": "3"}, "text"),
    Scene("refuse_more_time", more_time_asked, Role.SUPERVISOR, "water", {"reason": "請調度"}, None, **_EMPTY_REASON),
    Scene("answer", cases.in_progress, *_OFFICER, {"answer": "燈已修好"}, S.ANSWERED, {"answer": " "}, "answer"),
    Scene("check", cases.answered, Role.CHECKER, "centre", {"note": "可"}, S.CHECKED, {"note": "長" * 501}, "note"),
    Scene("send_back", cases.answered, Role.CHECKER, "centre", {"reason": "沒有依據"}, S.REDO, **_EMPTY_REASON),
    Scene("call_back", cases.checked, Role.CALLBACK, "centre", {"resolved": "yes", "note": "滿意"}, S.CLOSED, {"resolved": "", "note": "滿意"}, "resolved"),
    Scene("redo", called_back, Role.CALLBACK, "centre", {"reason": "還是不亮"}, S.REDO, **_EMPTY_REASON),
    Scene("close", cases.checked, Role.CHECKER, "centre", {}, S.CLOSED),
    Scene("reopen", cases.closed, Role.CALLBACK, "centre", {"reason": "又壞了"}, S.REDO, **_EMPTY_REASON),
    Scene("archive", cases.closed, Role.SUPERVISOR, "centre", {}, S.ARCHIVED),
    Scene("rate", cases.closed, Role.CALLBACK, "centre", {"level": "1", "reasons": ["slow"]}, None, {"level": "1", "comment": ""}, "reasons"),
    Scene("pre_check", cases.make_application, *_OFFICER, {}, S.PRE_CHECK),
    Scene("ask_supplement", looked_through, *_OFFICER, {"items": "照片\n印章"}, S.SUPPLEMENT, {"items": "\n"}, "items"),
    Scene("supply", lacking, *_OFFICER, {"text": "照片兩張"}, S.PRE_CHECK, {"text": ""}, "text"),
    Scene("examine", accepted, *_OFFICER, {}, S.EXAMINING),
    Scene("decide", cases.examining, *_OFFICER, {"outcome": "granted", "answer": "准予"}, S.DECIDED, {"outcome": "", "answer": "准予"}, "outcome"),
    Scene("ask_department", cases.in_progress, *_OFFICER, {"department": "@roads", "question": "何時修？", "days": ""}, None, {"department": "", "question": "何時修？", "days": ""}, "department"),
    Scene("hand_over", cases.in_progress, *_OFFICER, {"colleague": "@me", "note": "出差"}, None, {"colleague": "", "note": "出差"}, "colleague"),
    Scene("meet", cases.in_progress, *_OFFICER, {"text": "週五前完工", "present": ["@me"], "day": "2026-03-02"}, None, {"text": " ", "day": ""}, "text", Role.ANALYST),
    Scene("accept_lacking", lambda town: ways.apply(ways.licence(town)), *_OFFICER, {"materials": ["test-report"]}, S.ACCEPTED, {}, "materials"),
    Scene("complete", lambda town: ways.with_the_rest_to_come(town)[0], *_OFFICER, {"text": "報告一份"}, None, {"text": ""}, "text"),
    Scene("return_lacking", ways.overdue, *_OFFICER, {"reason": "逾期未補"}, S.NOT_ACCEPTED, **_EMPTY_REASON),
    Scene("promise_kept", lambda town: ways.granted(town)[0], *_OFFICER, {"text": "屬實"}, S.CLOSED, {"text": ""}, "text"),
    Scene("order_correction", lambda town: ways.granted(town)[0], *_OFFICER, {"text": "補健康證明"}, None, {"text": ""}, "text"),
    Scene("withdraw_result", lambda town: ways.granted(town)[0], Role.SUPERVISOR, "water", {"reason": "承諾不實"}, S.CLOSED, **_EMPTY_REASON),
    Scene("deliver", decided, *_OFFICER, {"how": "窗口"}, S.CLOSED, {"how": ""}, "how"),
    Scene("write", cases.in_progress, *_OFFICER, {"text": "明天到場"}, None, {"text": " "}, "text"),
    Scene("note", cases.in_progress, *_OFFICER, {"text": "留意", "mentions": ["@me"]}, None, {"text": ""}, "text", Role.ANALYST),
    Scene("attach", cases.in_progress, *_OFFICER, {"files": "@png", "public": "on"}, None, {}, "files", Role.ANALYST),
    Scene("open_seal", sealed, Role.SUPERVISOR, "centre", {"reason": "法院來函"}, None, {"reason": ""}, "reason", Role.AGENT),
]  # fmt: skip
