"""First steps after set-up: what is done, what is not, and who does it. Gone when everything is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from minben.agencies import first_steps
from minben.agencies.first_steps import Founded
from minben.catalog.models import ServiceVersion
from minben.channels.mailing import standing
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import allowed
from minben.foundation.access.roles import Role
from minben.foundation.records.errors import Text


@dataclass(frozen=True)
class Step:
    """One step. ``href`` is empty where somebody else does it; ``fits`` names what may be said to fit as it is."""

    label: Text
    why: Text
    done: bool
    href: str = ""
    fits: str = ""


def of(actor: Actor) -> list[Step]:
    """For the system and the security administrator, while one of their steps is open. A practice city has none."""
    makers = [make for role, make in _MAKERS.items() if actor.has(role)]
    if settings.PRACTICE or not makers:
        return []
    there = first_steps.founded()
    found = [step for make in makers for step in make(actor, there)]
    return found if any(not step.done for step in found) else []


def _of_security(actor: Actor, there: Founded) -> Iterator[Step]:
    staff, hire = reverse("desk:staff"), reverse("desk:hire")
    hires = allowed(actor, "agencies.manage")
    yield Step(
        _("A system administrator"),
        _("Hire somebody and give the role. From then on the system administrator hires."),
        there.has(Role.SYSTEM),
        hire if hires else staff,
    )
    yield Step(
        _("An audit administrator"),
        _("A third person, who checks the trail. The system administrator hires, you give the role."),
        there.has(Role.AUDIT),
        staff,
    )
    yield Step(
        _("Roles of the staff"),
        _(
            "At least one hotline agent and one dispatcher at the centre take requests; officers in departments answer."
        ),
        there.has(*first_steps.WORKING),
        staff,
    )
    yield Step(
        _("A catalogue editor, and a second one"),
        _("One writes services and articles, the other approves."),
        there.has(Role.EDITOR, each=2),
        staff,
    )


def _of_system(_actor: Actor, there: Founded) -> Iterator[Step]:
    yield Step(
        _("Departments"),
        _("Where requests go. Their duties in plain words help dispatchers."),
        there.departments,
        reverse("desk:departments"),
    )
    yield Step(
        _("Staff"),
        _("Hire them with their e-mail and hand over the first password."),
        there.staff,
        reverse("desk:hire"),
    )
    yield Step(
        _("Roles of the staff"),
        _(
            "The security administrator gives them: agents and dispatchers at the centre, officers in departments."
        ),
        there.has(*first_steps.WORKING),
    )
    yield Step(
        _("Mail server"),
        _("Until one is named no code and no receipt reaches anybody."),
        standing().leaves,
        reverse("desk:settings_mail"),
    )
    yield from _looked_over()
    yield Step(
        _("Services"),
        _("Catalogue editors write and approve them; one is published at least."),
        ServiceVersion.objects.filter(state=ServiceVersion.State.PUBLISHED).exists(),
    )


def _looked_over() -> Iterator[Step]:
    seen = first_steps.looked_over()
    for key, name, why in _FITTING:
        label = dict(first_steps.LOOKED_OVER)[key]
        yield Step(label, why, key in seen, reverse(f"desk:{name}"), fits=key)


_FITTING: tuple[tuple[str, str, Text], ...] = (
    ("site", "settings_site", _("Number and hours of the hotline, and how to reach you.")),
    ("notices", "settings_notices", _("What people get by SMS and e-mail.")),
    ("days", "days", _("Days off and worked that differ from the holiday calendar: deadlines go by them.")),
)
_MAKERS = {Role.SECURITY: _of_security, Role.SYSTEM: _of_system}
