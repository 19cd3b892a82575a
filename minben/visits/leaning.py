"""What of the counters leans on a department: its clerks sit there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from minben.agencies.leaning import Handover, leans
from minben.agencies.models import Department

from .models import Counter


def _counters(department: Department) -> int:
    return Counter.objects.filter(department=department, active=True).count()


def _pass_on(handover: Handover) -> None:
    Counter.objects.filter(department=handover.source).update(department=handover.heir)


leans("counters", _("Counters at which its clerks sit"), _counters, _pass_on)
