"""What of the cases leans on a department: open requests, tasks in its queue, its templates and rules."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from minben.agencies.leaning import Handover, leans
from minben.agencies.models import Department
from minben.processes.queries import live_tasks_in

from .course.states import FINAL
from .models import AnswerTemplate, Case, QualityRule, RepairCase
from .taking_over import show_history, take_over_cases, take_over_parts, take_over_queue


def _open_requests(department: Department) -> int:
    return Case.objects.filter(department=department).exclude(status__in=FINAL).count()


def _pass_requests(handover: Handover) -> None:
    """The open ones change hands; those that are done stay where they were, and the successor can read them."""
    take_over_cases(handover)
    take_over_parts(handover)
    show_history(handover.source, handover.heir)


def _pass_tools(handover: Handover) -> None:
    """Repairs after bad ratings that are not over and appeals to decide, answer templates, rules of the draw."""
    source, heir = handover.source.id, handover.heir.id
    repairs = RepairCase.objects.filter(state__in=["open", "appealed"])
    repairs.filter(owner_department_id=source).update(owner_department_id=heir)
    repairs.filter(appeal_department_id=source).update(appeal_department_id=heir)
    AnswerTemplate.objects.filter(department_id=source).update(department_id=heir)
    QualityRule.objects.filter(department_id=source, active=True).update(department_id=heir)


leans("cases", _("Open requests"), _open_requests, _pass_requests)
leans("tasks", _("Tasks in its queue"), lambda one: live_tasks_in(one.id), take_over_queue)
leans(
    "templates",
    _("Answer templates of its own"),
    lambda one: AnswerTemplate.objects.filter(department_id=one.id, active=True).count(),
    _pass_tools,
)
