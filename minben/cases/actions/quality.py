"""Quality checks: rules, the weekly draw, the check, the objection, the second decision."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.cases.models import Case, CaseEvent, QualityReview, QualityRule, QualitySheet, Rating
from minben.cases.quality.drawing import draw, wanted_of
from minben.cases.quality.marking import outcome_of
from minben.foundation.access.actor import SYSTEM, Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid, Missing, Text

SHIPPED = Path(__file__).parent.parent / "quality" / "sheet.yaml"
BAD = 2
WORKED = ("answer", "decide", "answer_at_once")
"""The steps whose actor did the work that is checked."""
POOL_MOST = 50_000


@cache
def _shipped() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    return loaded


def current_sheet() -> QualitySheet:
    """The newest sheet; the one that ships is put in place when there is none."""
    found = QualitySheet.objects.order_by("-number", "-id").first()
    if found is not None:
        return found
    made, _new = QualitySheet.objects.get_or_create(
        code=_shipped()["code"],
        number=_shipped()["number"],
        defaults={"name": _shipped()["name"], "criteria": _shipped()["criteria"]},
    )
    return made


@transaction.atomic
def make_rule(actor: Actor, **given: Any) -> QualityRule:
    """A new rule for the draws to come. Raises Invalid when it would draw nothing."""
    require(actor, "quality.rules")
    if not (given.get("share") or given.get("number") or given.get("bad_always")):
        raise _invalid("share", _("Say how many are drawn: a share, a number, or the badly rated."))
    made = QualityRule.objects.create(**given)
    trail.wrote(actor, "quality.rule.made", subject=("quality_rule", made.id), after=given)
    return made


@transaction.atomic
def end_rule(actor: Actor, rule_id: uuid.UUID) -> QualityRule:
    """The rule draws nothing more; what it drew stays."""
    require(actor, "quality.rules")
    found = QualityRule.objects.select_for_update().filter(pk=rule_id).first()
    if found is None:
        raise Missing(_("There is no such rule."))
    found.active = False
    found.save(update_fields=["active"])
    trail.wrote(actor, "quality.rule.ended", subject=("quality_rule", found.id), after={"active": False})
    return found


@transaction.atomic
def draw_week(monday: dt.date, *, actor: Actor = SYSTEM) -> int:
    """Draw from what was finished in the week from ``monday``; drawing again draws the same. Returns how many are new."""
    sheet, fresh = current_sheet(), 0
    for rule in QualityRule.objects.filter(active=True).order_by("id"):
        fresh += _draw_rule(rule, monday, sheet)
    if fresh:
        trail.wrote(actor, "quality.drawn", subject=("quality_sheet", sheet.id), after={"week": monday})
    return fresh


def _draw_rule(rule: QualityRule, monday: dt.date, sheet: QualitySheet) -> int:
    pool = list(_pool(rule, monday).values_list("id", flat=True)[:POOL_MOST])
    wanted, seed = wanted_of(len(pool), share=rule.share, number=rule.number), f"{rule.id}:{monday}"
    why = {"rule": str(rule.id), "name": rule.name, "seed": seed, "pool": len(pool), "wanted": wanted}
    chosen = dict.fromkeys(draw(pool, wanted, seed=seed), why)
    if rule.bad_always:
        bad = Rating.objects.filter(case_id__in=pool, level__lte=BAD).values_list("case_id", flat=True)
        chosen |= {key: {**why, "bad": True} for key in bad}
    return _store(chosen, monday, sheet)


def _pool(rule: QualityRule, monday: dt.date) -> QuerySet[Case]:
    zone = timezone.get_current_timezone()
    since = dt.datetime.combine(monday, dt.time(), tzinfo=zone)
    rows = Case.objects.filter(closed_at__gte=since, closed_at__lt=since + dt.timedelta(days=7))
    if rule.department_id:
        rows = rows.filter(department_id=rule.department_id)
    if rule.kind:
        rows = rows.filter(kind=rule.kind)
    return rows.exclude(status__in=["withdrawn", "merged", "not_accepted"]).order_by("id")


def _store(chosen: Mapping[uuid.UUID, dict[str, Any]], monday: dt.date, sheet: QualitySheet) -> int:
    known = set(QualityReview.objects.filter(case_id__in=chosen).values_list("case_id", flat=True))
    cases = Case.objects.in_bulk([key for key in chosen if key not in known])
    events = CaseEvent.objects.filter(case_id__in=cases, name__in=WORKED, actor_kind="staff").order_by("id")
    workers = dict(events.values_list("case_id", "actor_id"))
    QualityReview.objects.bulk_create(
        QualityReview(
            case=case,
            sheet=sheet,
            week=monday,
            drawn_why=chosen[key],
            worker_id=workers.get(key, case.assignee_id),
            department_id=case.department_id,
        )
        for key, case in cases.items()
    )
    return len(cases)


@transaction.atomic
def check_quality(
    actor: Actor, review_id: uuid.UUID, *, marks: Mapping[str, str], feedback: str
) -> QualityReview:
    """Fill in the sheet. Whoever worked on the case never checks it."""
    found = _locked(review_id)
    require(actor, "quality.check", found)
    _in_state(found, QualityReview.State.DRAWN)
    _mark(found, marks)
    if found.failed and not feedback.strip():
        raise _invalid("feedback", _("A critical error needs words: what was wrong, what would be right."))
    found.state, found.checker_id, found.checked_at = (
        QualityReview.State.CHECKED,
        actor.staff_id,
        timezone.now(),
    )
    found.feedback = feedback.strip()[:4000]
    return _kept(actor, found, "quality.checked")


@transaction.atomic
def object_to_quality(actor: Actor, review_id: uuid.UUID, *, text: str) -> QualityReview:
    """The one whose work was checked does not agree, once; somebody else decides."""
    found = _locked(review_id)
    require(actor, "quality.object", found)
    _in_state(found, QualityReview.State.CHECKED)
    if not text.strip():
        raise _invalid("text", _("Say what you see differently."))
    found.state, found.objection = QualityReview.State.OBJECTED, text.strip()[:4000]
    return _kept(actor, found, "quality.objected")


@transaction.atomic
def decide_quality(
    actor: Actor, review_id: uuid.UUID, *, marks: Mapping[str, str], text: str
) -> QualityReview:
    """The second decision, by neither the first checker nor the one whose work it is; it is final."""
    found = _locked(review_id)
    require(actor, "quality.decide", found)
    _in_state(found, QualityReview.State.OBJECTED)
    if not text.strip():
        raise _invalid("text", _("Say why: both sides read this."))
    found.points_before = found.points
    _mark(found, marks)
    found.state, found.decision, found.decided_by = (
        QualityReview.State.DECIDED,
        text.strip()[:4000],
        actor.staff_id,
    )
    return _kept(actor, found, "quality.decided")


def _mark(review: QualityReview, marks: Mapping[str, str]) -> None:
    try:
        outcome = outcome_of(review.sheet.criteria, marks)
    except (KeyError, ValueError) as error:
        raise Invalid(_("Mark every line of the sheet.")) from error
    keys = {one["key"] for one in review.sheet.criteria}
    review.marks = {key: mark for key, mark in marks.items() if key in keys}
    review.points, review.failed = outcome.points, outcome.failed


def _kept(actor: Actor, review: QualityReview, action: str) -> QualityReview:
    review.save()
    after = {"state": review.state, "points": review.points, "failed": review.failed}
    trail.wrote(actor, action, subject=("quality", review.id), case_id=review.case_id, after=after)
    return review


def _locked(review_id: uuid.UUID) -> QualityReview:
    rows = QualityReview.objects.select_for_update(of=("self",)).select_related("case", "sheet")
    found = rows.filter(Q(pk=review_id)).first()
    if found is None:
        raise Missing(_("There is no such check."))
    return found


def _in_state(review: QualityReview, state: QualityReview.State) -> None:
    if review.state != state:
        raise Conflict(_("Somebody was quicker: this check has moved on."))


def _invalid(field: str, text: Text) -> Invalid:
    return Invalid(text, fields={field: text})
