"""The one way a case changes: check, lock, change, record, announce (DESIGN §5, STYLE habit 5).

Every verb of ``cases.actions`` runs inside :func:`step`, so that permission, state table, version, timeline,
audit and scope can not be forgotten by any of them.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from minben.agencies.models import Jurisdiction
from minben.cases import events, scope
from minben.cases.applications import fees
from minben.cases.models import Case, CaseEvent
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.events import news_row
from minben.foundation.records import prepared
from minben.foundation.records.errors import Conflict, Missing
from minben.foundation.records.reading import columns, made, width
from minben.foundation.records.writing import insert, update

from . import states
from .following import follow
from .steps import Step, event_of, snapshot

_LOCKED = f"""
SELECT {columns(Case, "c")}, {columns(Jurisdiction, "j")}
FROM cases_case c JOIN agencies_jurisdiction j ON j.id = c.jurisdiction_id WHERE c.id = $1::uuid FOR UPDATE OF c
"""


@contextmanager
def step(
    actor: Actor,
    case_id: uuid.UUID,
    verb: str,
    *,
    version: int | None = None,
    text: str = "",
    public: bool = True,
    now: dt.datetime | None = None,
) -> Iterator[Step]:
    """Run one verb of the state table on one case.

    Raises Missing for no such case, Refused by the policy ``case.<verb>``, Conflict when the state table does not
    allow the step or somebody changed the case since ``version`` was read.
    """
    with transaction.atomic():
        case = lock(case_id)
        require(actor, f"case.{verb}", case)
        _same_version(case, version)
        target = _target(case, verb)
        current = Step(
            actor, case, verb, now or timezone.now(), text=text, public=public, before=snapshot(case)
        )
        if target is not None:
            case.status = target
        yield current
        fees.on_step(current)
        follow(current)
        record(current)


@contextmanager
def touch(
    actor: Actor,
    case_id: uuid.UUID,
    verb: str,
    *,
    text: str = "",
    public: bool = True,
    version: int | None = None,
    now: dt.datetime | None = None,
) -> Iterator[Step]:
    """Like :func:`step` for what is possible in any state: a note, a message, a file."""
    with transaction.atomic():
        case = lock(case_id)
        require(actor, f"case.{verb}", case)
        _same_version(case, version)
        current = Step(
            actor, case, verb, now or timezone.now(), text=text, public=public, before=snapshot(case)
        )
        yield current
        record(current)


def lock(case_id: uuid.UUID) -> Case:
    """The case, locked for this transaction. Raises Missing."""
    found = prepared.rows(_LOCKED, [case_id])
    if not found:
        raise Missing(_("There is no such case."))
    case = made(Case, found[0])
    case.jurisdiction = made(Jurisdiction, found[0], width(Case))
    return case


def _same_version(case: Case, version: int | None) -> None:
    if version is None or version == case.version:
        return
    latest = CaseEvent.objects.filter(case_id=case.id).order_by("-id").first()
    who = (latest.actor_name if latest else "") or _("somebody else")
    raise Conflict(
        _(
            "%(who)s changed this case while you had it open. Look at what is new; what you typed is kept below."
        )
        % {"who": who}
    )


def _target(case: Case, verb: str) -> str | None:
    rule = states.table(case.kind).get(verb)
    if rule is None or case.status not in rule.sources:
        raise Conflict(
            _("This step is not possible while the case is “%(status)s”.")
            % {"status": case.get_status_display()}
        )
    return rule.target


def record(current: Step) -> None:
    case, changed = current.case, current.changed()
    case.version += 1
    update(case, [*changed, "version"])
    if current.rescope:
        scope.resync(case, co=current.co)
    elif "status" in changed:
        scope.restate(case)
    told = event_of(current)
    written = trail.line(
        current.actor,
        f"case.{current.verb}",
        subject=("case", case.id),
        case_id=case.id,
        before={name: current.before[name] for name in changed},
        after={name: getattr(case, name) for name in changed},
        reason=case.reason if "reason" in changed else "",
    )
    news = events.BY_VERB.get(current.verb)
    heard = [news_row(news(subject_id=case.id, number=case.number))] if news is not None else []
    insert([told, written, *heard])
    current.event_id = told.id
