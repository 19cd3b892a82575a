"""Keep what an administrator chose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Invalid, Missing, Text
from minben.foundation.settings import registry
from minben.foundation.settings.models import Setting, SettingChange
from minben.foundation.settings.registry import Choice, Kind
from minben.foundation.settings.secrets import sealed


@transaction.atomic
def keep(actor: Actor, values: Mapping[str, Any]) -> list[str]:
    """Set values by name; returns the names that changed. An empty secret leaves the one that is kept.

    Raises Invalid with one message a name (``fields``), Missing for a name that nobody declared.
    """
    chosen = {_declared(name): value for name, value in values.items()}
    for made in chosen:
        require(actor, made.policy)
    _check(chosen)
    registry.forget()
    changed = [made.name for made, value in chosen.items() if _keep_one(actor, made, value)]
    transaction.on_commit(registry.forget)
    return changed


def _declared(name: str) -> Choice:
    found = registry.find(name)
    if found is None:
        raise Missing(_("There is no setting of this name: %(name)s.") % {"name": name})
    return found


def _check(chosen: Mapping[Choice, Any]) -> None:
    wrong: dict[str, Text] = {}
    for made, value in chosen.items():
        why = _shape(made, value) or made.rule(value)
        if why is not None:
            wrong[made.field] = why
    if wrong:
        raise Invalid(next(iter(wrong.values())), fields=wrong)


def _shape(made: Choice, value: Any) -> Text | None:
    """A file can bring anything: the kind of value is checked before its rule."""
    if made.kind == Kind.NUMBER:
        good = isinstance(value, int) and not isinstance(value, bool)
    elif made.kind == Kind.TEXTS:
        good = isinstance(value, dict) and all(isinstance(one, str) for one in value.values())
    elif made.kind == Kind.CHOICES:
        allowed = {code for code, _label in made.options}
        good = isinstance(value, list) and all(isinstance(one, str) and one in allowed for one in value)
    else:
        good = isinstance(value, str)
    return None if good else _("This value is of the wrong kind.")


def _keep_one(actor: Actor, made: Choice, value: Any) -> bool:
    before = registry.stored(made.name)
    if value == before or (made.kind == Kind.SECRET and not value):
        return False
    row = Setting.objects.select_for_update().filter(name=made.name).first() or Setting(name=made.name)
    secret = made.kind == Kind.SECRET
    row.secret = sealed(value, row.id) if secret else b""
    row.value = None if secret else value
    row.save()
    _note(actor, made, before, value)
    return True


def _note(actor: Actor, made: Choice, before: Any, after: Any) -> None:
    secret = made.kind == Kind.SECRET
    row = SettingChange.objects.create(
        name=made.name,
        before=None if secret else before,
        after=None if secret else after,
        actor_id=actor.staff_id,
        actor_name=actor.name[:120],
    )
    trail.wrote(
        actor,
        "setting.changed",
        subject=("setting", row.id),
        before={made.name: before},
        after={made.name: after},
    )
