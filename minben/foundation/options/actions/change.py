"""One change of a group of settings."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.options import held
from minben.foundation.options.groups import Group, Values, get
from minben.foundation.options.models import OptionChange
from minben.foundation.records.errors import Conflict, Invalid, Missing


@transaction.atomic
def change(
    actor: Actor, name: str, values: Values, *, seen: int | None = None, reason: str = ""
) -> OptionChange | None:
    """Let ``values`` hold from now on; what is not named stays. None when it is so already.

    ``seen``: the version the person looked at. Raises Conflict when somebody changed it since, Invalid by field.
    """
    group = _group(name)
    require(actor, group.policy)
    newest = _locked(name)
    version, before = (newest.version, group.defaults() | newest.values) if newest else (0, group.defaults())
    if seen is not None and seen != version:
        raise Conflict(_("Somebody changed these settings meanwhile. Look at them and send yours again."))
    after = before | _tidied(group, values)
    _check(group, after, values)
    if after == before:
        return None
    return _write(actor, OptionChange(group=name, version=version + 1, values=after, before=before), reason)


def _group(name: str) -> Group:
    found = get(name)
    if found is None:
        raise Missing(_("There are no such settings."))
    return found


def _locked(name: str) -> OptionChange | None:
    """The newest change; others who would change the group wait until this transaction is over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"options:{name}"])
    return OptionChange.objects.filter(group=name).order_by("-version").first()


def _tidied(group: Group, values: Values) -> dict[str, Any]:
    return {o.name: o.tidy(values[o.name]) for o in group.options() if o.name in values}


def _check(group: Group, after: Values, given: Values) -> None:
    unknown = sorted(set(given) - set(group.defaults()))
    if unknown:
        raise Invalid(_("“%(name)s” is no setting of this group.") % {"name": unknown[0]})
    wrong = group.wrongs(after)
    if wrong:
        raise Invalid(_("Some answers need another look."), fields=wrong)


def _write(actor: Actor, row: OptionChange, reason: str) -> OptionChange:
    row.actor_kind, row.staff_id, row.reason = actor.kind.value, actor.staff_id, reason[:300]
    row.save(force_insert=True)
    trail.wrote(
        actor,
        f"settings.{row.group}.changed",
        subject=("settings", row.id),
        before=row.before,
        after=row.values,
        reason=reason,
    )
    transaction.on_commit(held.forget)
    return row
