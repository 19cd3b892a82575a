"""The roles of a government's staff. Which screens and actions each may use is said by the policies."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    AGENT = "agent", _("Hotline agent")
    DISPATCHER = "dispatcher", _("Dispatcher")
    OFFICER = "officer", _("Department officer")
    CHECKER = "checker", _("Checker")
    CALLBACK = "callback", _("Call-back agent")
    SUPERVISOR = "supervisor", _("Supervisor")
    EDITOR = "editor", _("Catalogue editor")
    PLANNER = "planner", _("Outreach planner")
    ANALYST = "analyst", _("Analyst")
    PROTECTION = "protection", _("Data-protection officer")
    SYSTEM = "system", _("System administrator")
    SECURITY = "security", _("Security administrator")
    AUDIT = "audit", _("Audit administrator")


ADMINISTRATORS = frozenset({Role.SYSTEM, Role.SECURITY, Role.AUDIT})
"""One person holds at most one of these, and none beside a role that reads cases (GB/T 22239-2019, level 3)."""

CASE_ROLES = frozenset(
    {Role.AGENT, Role.DISPATCHER, Role.OFFICER, Role.CHECKER, Role.CALLBACK, Role.SUPERVISOR, Role.PROTECTION}
)


def clash(held: set[str], wanted: str) -> str | None:
    """The role already held that excludes ``wanted``, or None. Administrators exclude every other role."""
    for role in sorted(held - {wanted}):
        if role in ADMINISTRATORS or wanted in ADMINISTRATORS:
            return role
    return None
