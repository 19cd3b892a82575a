"""Who may do what to a case. Named objects, used by actions, queries and faces alike.

A rule for staff is: a role, and a department that sees the case. A rule for the public is: the case is one's own,
made by this account or opened with number and code; a matching phone or name never opens it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from minben.catalog.models import LifeEventType, PublicService
from minben.foundation.access.actor import Actor, ActorKind
from minben.foundation.access.policies import declare, holds
from minben.foundation.access.roles import CASE_ROLES, Role
from minben.foundation.access.scopes import Scope, opens
from minben.processes.models import Task
from minben.processes.queries import may_do

from .applications import deliveries
from .applications.helping import HELPERS, is_near, reach_of
from .applications.matter import BUNDLE
from .models import Case, Draft, HandOver, QualityReview, RepairCase, SubOrder
from .scope import helping, in_charge, in_scope

CaseTest = Callable[[Actor, Case | None], bool]


def own(actor: Actor, case: Case | None) -> bool:
    """The public's own case: made by the account, or claimed with number and code in this session."""
    if case is None:
        return actor.kind in {ActorKind.PUBLIC, ActorKind.ANONYMOUS}
    if actor.kind == ActorKind.PUBLIC and actor.account_id == case.account_id:
        return True
    return actor.kind in {ActorKind.PUBLIC, ActorKind.ANONYMOUS} and case.id in actor.claimed_cases


def staff(*roles: Role, helps: bool = False) -> CaseTest:
    """Staff, or a machine, with one of ``roles`` in a department that leads the case, or with ``helps`` stands beside."""

    def test(actor: Actor, case: Case | None) -> bool:
        if not actor.serves or not actor.has(*roles):
            return False
        sees = in_scope if helps else in_charge
        return case is None or sees(actor, case, *roles)

    return test


def either(*tests: CaseTest) -> CaseTest:
    return lambda actor, case: any(test(actor, case) for test in tests)


def _at_the_office(actor: Actor, case: Case | None) -> bool:
    """Who works where the result is fetched."""
    return actor.kind == ActorKind.STAFF and deliveries.delivers(actor, case)


_READERS = tuple(CASE_ROLES)
_CENTRE = (Role.DISPATCHER, Role.SUPERVISOR)
_WORKERS = (Role.OFFICER, Role.SUPERVISOR)

declare(
    "case.read",
    either(own, staff(*_READERS, helps=True)),
    _("This case belongs to another department, or is not yours."),
)
declare("case.list", holds(*_READERS))
declare("template.read", holds(*_READERS, Role.EDITOR))
declare("template.edit", holds(Role.SUPERVISOR, Role.EDITOR))
declare("case.submit", lambda actor, _s: not actor.serves or actor.has(*_READERS))


Offer = PublicService | LifeEventType


def _offer_of(subject: Draft | Offer) -> Offer | None:
    """What a form is for."""
    if not isinstance(subject, Draft):
        return subject
    slug = subject.form.partition(":")[2]
    if subject.form.startswith(BUNDLE):
        return LifeEventType.objects.select_related("lead").filter(slug=slug).first()
    return PublicService.objects.select_related("department").filter(slug=slug).first()


def _assists(actor: Actor, subject: Draft | Offer | None) -> bool:
    """Who takes requests at the centre helps with every form, others with those that their own department answers for."""
    if actor.kind != ActorKind.STAFF or not actor.has(*HELPERS):
        return False
    if subject is None:
        return True
    offer = _offer_of(subject)
    return offer is not None and reach_of(actor).covers(offer)


def _waives(actor: Actor, subject: Draft | None) -> bool:
    if subject is None:
        return actor.kind == ActorKind.STAFF and actor.has(*_WORKERS)
    offer = _offer_of(subject)
    return actor.kind == ActorKind.STAFF and offer is not None and is_near(actor, offer, *_WORKERS)


declare(
    "case.assist",
    _assists,
    _("Only the centre, or the department that answers for it, fills in this form for somebody."),
)
declare(
    "case.waive_before",
    _waives,
    _("An officer of the department that answers for it decides whether its fee is to be paid."),
)
declare("case.intake", holds(Role.AGENT, Role.DISPATCHER, Role.SUPERVISOR, Role.OFFICER))


def signs_first(actor: Actor, case: Case | None) -> bool:
    """Who works in a department beside, where the dispatch left open who leads. Nobody beside: nothing is asked."""
    if case is None or not actor.serves:
        return False
    own = actor.departments(*_WORKERS) & helping(case)
    return bool(own) and SubOrder.may_lead(case).filter(department_id__in=own).exists()


_BY_VERB: dict[str, CaseTest] = {
    "accept": staff(Role.AGENT, *_CENTRE, Role.OFFICER),
    "refuse": staff(*_CENTRE, Role.OFFICER),
    "answer_at_once": staff(Role.AGENT, *_CENTRE),
    "dispatch": staff(*_CENTRE),
    "merge": staff(*_CENTRE),
    "nuisance": staff(Role.AGENT, *_CENTRE),
    "sign": either(staff(*_WORKERS), signs_first),
    "return": staff(*_WORKERS),
    "transfer": staff(*_WORKERS),
    "assign": staff(*_WORKERS),
    "start": staff(*_WORKERS),
    "suspend": staff(*_WORKERS),
    "resume": staff(*_WORKERS),
    "extend": staff(*_WORKERS),
    "ask_more_time": staff(*_WORKERS),
    "grant_more_time": staff(Role.SUPERVISOR),
    "refuse_more_time": staff(Role.SUPERVISOR),
    "answer": staff(*_WORKERS),
    "pre_check": staff(*_WORKERS),
    "ask_supplement": staff(*_WORKERS),
    "examine": staff(*_WORKERS),
    "accept_lacking": staff(*_WORKERS),
    "complete": either(own, staff(Role.AGENT, *_WORKERS)),
    "return_lacking": staff(*_WORKERS),
    "remind": staff(*_WORKERS),
    "decide": staff(*_WORKERS),
    "promise_kept": staff(*_WORKERS),
    "order_correction": staff(*_WORKERS),
    "withdraw_result": staff(Role.SUPERVISOR),
    "deliver": either(staff(*_WORKERS), _at_the_office),
    "choose_delivery": either(own, staff(Role.AGENT, *_CENTRE, Role.OFFICER)),
    "ask_replacement": own,
    "replace_certificate": staff(*_WORKERS),
    "decline_replacement": staff(*_WORKERS),
    "post_result": staff(*_WORKERS),
    "ready_result": either(staff(*_WORKERS), _at_the_office),
    "hand_result": either(staff(*_WORKERS), _at_the_office),
    "result_returned": staff(*_WORKERS),
    "check": staff(Role.CHECKER, Role.SUPERVISOR),
    "send_back": staff(Role.CHECKER, Role.SUPERVISOR),
    "call_back": staff(Role.CALLBACK, Role.SUPERVISOR),
    "redo": staff(Role.CALLBACK, Role.SUPERVISOR),
    "close": either(staff(Role.CALLBACK, Role.CHECKER, Role.SUPERVISOR, Role.OFFICER), _at_the_office),
    "supervise": staff(Role.SUPERVISOR),
    "archive": staff(Role.SUPERVISOR),
    "waive_fee": staff(*_WORKERS),
    "insist_on_fee": staff(*_WORKERS),
    "refund_fee": staff(*_WORKERS),
    "hurry": either(own, staff(Role.AGENT, *_CENTRE)),
    "supply": either(own, staff(Role.AGENT, *_WORKERS)),
    "withdraw": either(own, staff(Role.AGENT, *_CENTRE)),
    "reopen": either(own, staff(Role.AGENT, Role.CALLBACK, Role.SUPERVISOR)),
    "write": either(own, staff(Role.AGENT, *_CENTRE, Role.OFFICER, Role.CHECKER, Role.CALLBACK)),
    "note": staff(*_READERS, helps=True),
    "meet": staff(*_WORKERS, helps=True),
    "ask_department": staff(*_WORKERS),
    "share_file": staff(*_WORKERS),
    "hand_over": staff(*_WORKERS),
    "work_together": staff(*_READERS, helps=True),
    "sort": staff(Role.AGENT, *_CENTRE, Role.OFFICER),
    "attach": either(own, staff(*_READERS, helps=True)),
    "rate": either(own, staff(Role.CALLBACK, Role.AGENT)),
}
for _verb, _test in _BY_VERB.items():
    declare(f"case.{_verb}", _test)

declare("case.fee_paid", lambda actor, _case: actor.kind == ActorKind.SYSTEM)

_WORDS = ("write", "attach", "rate", "note", "meet", "work_together")
opens(Scope.CASES_READ, "case.read", "case.list")
opens(Scope.CASES_WRITE, "case.submit", "case.intake", "case.write", "case.attach")
opens(Scope.CASES_WORK, *(f"case.{verb}" for verb in _BY_VERB if verb not in _WORDS))
opens(Scope.RATINGS_WRITE, "case.rate")

declare(
    "case.open_seal",
    staff(Role.PROTECTION, Role.SUPERVISOR),
    _("Only the data-protection officer or a supervisor may open a confidential case."),
)
declare(
    "case.letter",
    staff(*_WORKERS),
    _("The department that holds the case makes its letters."),
)
declare(
    "result.list",
    holds(*_WORKERS),
    _("Officers and supervisors post results and hand them over."),
)
declare("letter.design", holds(Role.EDITOR), _("The texts of letters are written by catalogue editors."))
declare("case.supervision", holds(Role.SUPERVISOR, Role.ANALYST))


def _may_take(actor: Actor, task: Task | None) -> bool:
    return actor.kind == ActorKind.STAFF and (task is None or may_do(actor, task))


declare("task.take", _may_take, _("This task is for another role or department."))
declare("task.finish", _may_take, _("This task is for another role or department."))


def _checks(actor: Actor, review: QualityReview | None) -> bool:
    """A checker or supervisor whose department sees the case, and who did not do the work."""
    if review is None:
        return holds(Role.CHECKER, Role.SUPERVISOR)(actor, None)
    own = review.worker_id == actor.staff_id
    return not own and staff(Role.CHECKER, Role.SUPERVISOR)(actor, review.case)


def _decides(actor: Actor, review: QualityReview | None) -> bool:
    """A supervisor who is neither the first checker nor the one whose work it is."""
    if review is None:
        return holds(Role.SUPERVISOR)(actor, None)
    involved = {review.worker_id, review.checker_id}
    return actor.staff_id not in involved and staff(Role.SUPERVISOR)(actor, review.case)


def _worked(actor: Actor, review: QualityReview | None) -> bool:
    return actor.kind == ActorKind.STAFF and (review is None or review.worker_id == actor.staff_id)


declare("quality.check", _checks, _("Checkers and supervisors check, and never their own work."))
declare(
    "quality.decide",
    _decides,
    _("A supervisor decides who neither checked it first nor did the work."),
)
declare("quality.object", _worked, _("Only the one whose work was checked may object."))
declare("quality.rules", holds(Role.SUPERVISOR))
declare("quality.results", holds(Role.SUPERVISOR, Role.CHECKER, Role.ANALYST))


_REPAIRERS = (Role.OFFICER, Role.SUPERVISOR, Role.AGENT)


def _puts_right(actor: Actor, repair: RepairCase | None) -> bool:
    """Who works in the department that was rated, or leads one that sees the case."""
    if actor.kind != ActorKind.STAFF:
        return False
    if repair is None:
        return actor.has(*_REPAIRERS)
    case = repair.rating.case
    own = repair.owner_department_id in actor.departments(*_REPAIRERS)
    return own or (case is not None and staff(*_WORKERS)(actor, case))


def _decides_appeal(actor: Actor, repair: RepairCase | None) -> bool:
    """A supervisor of the department that decides, who neither was rated nor appealed."""
    if repair is None:
        return actor.kind == ActorKind.STAFF and actor.has(Role.SUPERVISOR)
    theirs = repair.appeal_department_id in actor.departments(Role.SUPERVISOR)
    return theirs and actor.staff_id not in {repair.appealed_by, repair.rating.staff_id}


def _reads_repair(actor: Actor, repair: RepairCase | None) -> bool:
    return _puts_right(actor, repair) or _decides_appeal(actor, repair)


declare("repair.read", _reads_repair, _("This rating is of another department."))
for _verb in ("repair_contact", "repair_work", "repair_proof", "repair_again", "appeal_rating"):
    declare(f"repair.{_verb}", _puts_right, _("The department that was rated puts it right."))
for _verb in ("uphold_appeal", "reject_appeal"):
    declare(
        f"repair.{_verb}",
        _decides_appeal,
        _("A supervisor of another department decides, who neither was rated nor appealed."),
    )


def _helps(actor: Actor, order: SubOrder | None) -> bool:
    """Who works in the department that was asked."""
    if order is None:
        return actor.kind == ActorKind.STAFF and actor.has(*_WORKERS)
    return actor.kind == ActorKind.STAFF and order.department_id in actor.departments(*_WORKERS)


def _leads(actor: Actor, order: SubOrder | None) -> bool:
    return staff(*_WORKERS)(actor, order.case if order is not None else None)


def _takes(actor: Actor, offer: HandOver | None) -> bool:
    return actor.kind == ActorKind.STAFF and (offer is None or actor.staff_id == offer.to_id)


def _offered(actor: Actor, offer: HandOver | None) -> bool:
    if offer is None or actor.staff_id == offer.from_id:
        return actor.kind == ActorKind.STAFF
    return staff(Role.SUPERVISOR)(actor, offer.case)


for _verb in ("accept_sub_order", "lead_sub_order", "return_sub_order", "answer_sub_order"):
    declare(f"joint.{_verb}", _helps, _("The department that was asked does this."))
declare("joint.withdraw_sub_order", _leads, _("The department that leads does this."))
for _verb in ("accept_hand_over", "decline_hand_over"):
    declare(f"joint.{_verb}", _takes, _("Only the colleague to whom it is offered does this."))
declare("joint.withdraw_hand_over", _offered, _("Only who offered it, or a supervisor, takes it back."))
