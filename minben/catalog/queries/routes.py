"""Which categories and services a department answers for."""

from __future__ import annotations

from minben.agencies.models import Department
from minben.catalog.models import Category, ServiceVersion

from .browsing import categories

MOST = 1000


def categories_of(department: Department) -> list[Category]:
    """Requests of these categories are suggested for it, in the order of the taxonomy."""
    return [row for row in categories() if row.department_code == department.code]


def services_of(department: Department) -> list[ServiceVersion]:
    """The published guides of its services, by name."""
    rows = ServiceVersion.objects.filter(service__department=department, state="published")
    return list(rows.select_related("service").order_by("service__sort_key", "service_id")[:MOST])


def services_elsewhere(department: Department) -> list[ServiceVersion]:
    """The published guides of everybody else's services, by name."""
    rows = ServiceVersion.objects.filter(state="published").exclude(service__department=department)
    return list(rows.select_related("service__department").order_by("service__sort_key", "service_id")[:MOST])
