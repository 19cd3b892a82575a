"""Clients of the API as two administrators see them: what each may do, and what of it waits for the second person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _

from minben.agencies.queries import department_names, staff_names
from minben.foundation.access.models import Admission, ApiClient
from minben.foundation.access.roles import Role
from minben.foundation.access.scopes import Scope
from minben.foundation.records.texts import listed

MOST = 500
DECIDED = 20


@dataclass(frozen=True)
class ClientLine:
    """A client in the list; ``waits`` is what was asked for and not decided."""

    client: ApiClient
    department: str
    waits: Admission | None

    @property
    def prefix(self) -> str:
        return self.client.prefix or (self.waits.prefix if self.waits else "")


@dataclass(frozen=True)
class Asked:
    """One thing that was asked for, in words."""

    row: Admission
    department: str
    asked_by: str
    decided_by: str
    new: bool

    @property
    def roles(self) -> list[str]:
        return [str(Role(role).label) for role in self.row.roles]

    @property
    def scopes(self) -> list[tuple[str, str]]:
        return [(scope, str(Scope(scope).label)) for scope in self.row.scopes]

    @property
    def what(self) -> str:
        """In one line what kind of thing it is."""
        return listed(self._parts()) if not self.new else _("A new client")

    def _parts(self) -> list[str]:
        rights = bool(self.row.roles or self.row.scopes)
        found = [(rights, _("More rights")), (bool(self.row.digest), _("A key"))]
        return [text for there, text in [*found, (self.row.longer, self._longer())] if there]

    def _longer(self) -> str:
        if self.row.expires_on is None:
            return _("No last day")
        return _("Until %(day)s") % {"day": formats.date_format(self.row.expires_on)}


def client_lines() -> list[ClientLine]:
    """All of them, those that may call first; at most 500."""
    rows = list(ApiClient.objects.order_by("-revoked_at", "name", "id")[:MOST])
    rows.sort(key=lambda row: row.revoked_at is not None)
    waits = {row.client_id: row for row in Admission.objects.filter(state=Admission.State.WAITING)[:MOST]}
    names = department_names({row.department_id for row in rows})
    return [ClientLine(row, names.get(row.department_id, ""), waits.get(row.id)) for row in rows]


def latest_of(client: ApiClient) -> Asked | None:
    """What waits for this client, or what was last decided about it."""
    row = Admission.objects.filter(client=client).select_related("client").order_by("-id").first()
    return in_words([row])[0] if row is not None else None


def all_waiting() -> list[Asked]:
    """What waits, the oldest first; at most 500."""
    rows = Admission.objects.filter(state=Admission.State.WAITING).select_related("client").order_by("id")
    return in_words(rows[:MOST])


def decided() -> list[Asked]:
    """What was decided last, the newest first."""
    rows = Admission.objects.filter(decided_at__isnull=False).select_related("client")
    return in_words(rows.order_by("-decided_at")[:DECIDED])


def in_words(rows: Iterable[Admission]) -> list[Asked]:
    found = list(rows)
    departments = department_names({row.client.department_id for row in found})
    people = staff_names({key for row in found for key in (row.asked_by, row.decided_by) if key})
    return [
        Asked(
            row,
            departments.get(row.client.department_id, ""),
            people.get(row.asked_by, ""),
            people.get(row.decided_by, "") if row.decided_by else "",
            not (row.client.roles or row.client.digest),
        )
        for row in found
    ]
