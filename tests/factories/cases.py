"""The smallest valid case, made by the same action that every door calls, and one in each state."""

from __future__ import annotations

import itertools

from minben.cases.actions import application, checking, handling, routing
from minben.cases.actions.submit import submit
from minben.cases.intake import Submission
from minben.cases.models import Case
from minben.foundation.access.actor import Actor
from minben.foundation.access.roles import Role

from .town import Town, citizen

_keys = itertools.count()


def make_case(actor: Actor | None = None, **fields: object) -> Case:
    """A complaint by somebody nameless, unless ``fields`` say otherwise."""
    values = {"kind": "complaint", "title": "路燈不亮", "body": "晚上很暗，孩子放學害怕。", **fields}
    made = submit(actor or citizen(), Submission(**values), key=f"factory-{next(_keys)}")  # type: ignore[arg-type]
    return Case.objects.get(pk=made.case_id)


def dispatched(town: Town, **fields: object) -> Case:
    """A complaint that the water department has to sign for."""
    case = make_case(**fields)
    routing.dispatch(town.actor(Role.DISPATCHER, town.centre), case.id, department_id=town.water.id)
    return Case.objects.get(pk=case.id)


def in_progress(town: Town, **fields: object) -> Case:
    case, officer = dispatched(town, **fields), town.actor(Role.OFFICER, town.water)
    handling.sign(officer, case.id)
    handling.start(officer, case.id, note="已聯絡")
    return Case.objects.get(pk=case.id)


def answered(town: Town, **fields: object) -> Case:
    case = in_progress(town, **fields)
    handling.answer(town.actor(Role.OFFICER, town.water), case.id, text="燈已修好。")
    return Case.objects.get(pk=case.id)


def checked(town: Town, **fields: object) -> Case:
    case = answered(town, **fields)
    checking.check(town.actor(Role.CHECKER, town.centre), case.id)
    return Case.objects.get(pk=case.id)


def closed(town: Town, **fields: object) -> Case:
    case = checked(town, **fields)
    checking.call_back(town.actor(Role.CALLBACK, town.centre), case.id, resolved="yes", note="滿意")
    return Case.objects.get(pk=case.id)


def make_application(town: Town, **fields: object) -> Case:
    """An application to the water department."""
    from .catalog import published_service

    version = published_service(town.water)
    return make_case(kind="application", title="申請用水", service_version_id=version.id, **fields)


def examining(town: Town) -> Case:
    case, officer = make_application(town), town.actor(Role.OFFICER, town.water)
    application.pre_check(officer, case.id)
    routing.accept(officer, case.id)
    application.examine(officer, case.id)
    return Case.objects.get(pk=case.id)
