"""Requests that a department still has to answer: it cannot be closed over them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from minben.agencies.leaning import leans
from minben.agencies.models import Department

from .models import Case
from .states import FINAL


def _open_requests(department: Department) -> int:
    return Case.objects.filter(department=department).exclude(status__in=FINAL).count()


leans("cases", _("Open requests"), _open_requests)
