"""Good-bad rating (好差評, 國辦發〔2019〕51號): one per case, five levels, a reason with the two bad ones."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Department
from minben.cases.course.starting import centre_of
from minben.cases.course.states import RATEABLE
from minben.cases.course.stepping import lock
from minben.cases.course.told import told
from minben.cases.events import CaseRated
from minben.cases.intake import clean
from minben.cases.models import Case, Rating
from minben.cases.ratings import repairing
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.events import announce
from minben.foundation.records.errors import Conflict, Invalid

LEVELS = {
    5: _("Very satisfied"),
    4: _("Satisfied"),
    3: _("Mostly satisfied"),
    2: _("Dissatisfied"),
    1: _("Very dissatisfied"),
}
BAD = frozenset({1, 2})
REASONS = {
    "slow": _("It took too long"),
    "unclear": _("The answer was unclear"),
    "unsolved": _("The matter is not solved"),
    "attitude": _("I was not treated well"),
    "guide": _("The guide was wrong or incomplete"),
    "visits": _("I had to come or ask too often"),
    "platform": _("The website was hard to use"),
}


def rate(
    actor: Actor,
    case_id: uuid.UUID,
    *,
    level: int,
    reasons: Sequence[str] = (),
    comment: str = "",
    channel: str = "web",
) -> Rating:
    """Rate a finished case, once. A bad level needs a reason and opens a repair case with its deadline."""
    chosen = checked(level, reasons, comment)
    with transaction.atomic():
        case = lock(case_id)
        require(actor, "case.rate", case)
        if case.status not in RATEABLE:
            raise Conflict(_("A case can be rated once it is finished."))
        rating = _keep(case, level, chosen, clean(comment), channel)
        _tell(actor, case, rating)
        if level in BAD:
            _open_repair(case, rating)
        announce(CaseRated(subject_id=case.id, number=case.number, level=level))
    return rating


def checked(level: int, reasons: Sequence[str], comment: str) -> list[str]:
    """The reasons that are known. Raises Invalid for no such level, and for a bad one without any reason."""
    fields = {}
    chosen = [reason for reason in reasons if reason in REASONS]
    if level not in LEVELS:
        fields["level"] = _("Choose one of the five levels.")
    elif level in BAD and not chosen and not comment.strip():
        fields["reasons"] = _("Tell us what went wrong: choose a reason or write one.")
    if len(comment) > 1000:
        fields["comment"] = _("At most 1,000 characters fit.")
    if fields:
        raise Invalid(_("Some answers need another look."), fields=fields)
    return chosen


def _keep(case: Case, level: int, reasons: list[str], comment: str, channel: str) -> Rating:
    try:
        with transaction.atomic():
            return Rating.objects.create(
                case=case,
                level=level,
                reasons=reasons,
                comment=comment,
                channel=channel,
                department_id=case.department_id,
                staff_id=case.assignee_id,
            )
    except IntegrityError as error:
        raise Conflict(_("This case was rated already. Thank you!")) from error


def _tell(actor: Actor, case: Case, rating: Rating) -> None:
    _event(actor, case, "rate", public=True, data={"level": rating.level, "reasons": rating.reasons})
    trail.wrote(actor, "case.rate", subject=("case", case.id), case_id=case.id, after={"level": rating.level})


def _open_repair(case: Case, rating: Rating) -> None:
    """By the department that has the case, or the hotline centre that answered it."""
    owner = case.department or Department.objects.get(pk=centre_of(case))
    repairing.begin(rating, owner, label=case.title)


def _event(
    actor: Actor,
    case: Case,
    name: str,
    *,
    public: bool,
    text: str = "",
    data: dict[str, object] | None = None,
) -> None:
    line = told(actor, case.id, name, public=public, department_id=case.department_id, text=text, data=data)
    line.save(force_insert=True)
