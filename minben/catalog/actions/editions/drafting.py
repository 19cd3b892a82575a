"""Begin a draft, keep what was written, drop it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from minben.catalog.editing import kinds
from minben.catalog.models import Edition
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.records.errors import Conflict, Invalid

from .stepping import OPEN, record, step


def begin(actor: Actor, kind: str, key: str, *, content: Mapping[str, Any] | None = None) -> Edition:
    """A draft of the thing: from what is published, from ``content`` (a new thing), or the open one if there is one.

    What was published before anybody edited it here is kept as an edition first, so that one can go back to it.
    """
    require(actor, "catalog.edit")
    with transaction.atomic():
        opened = Edition.objects.filter(kind=kind, key=key, state__in=OPEN).first()
        if opened:
            return opened
        base = adopt(kind, key)
        if base is None and not content:
            raise Invalid(_("Nothing of this name is published. Begin an empty draft."))
        words = dict(content or {}) or copy.deepcopy(base.content if base else {})
        edition = make(actor, kind, key, words, base=base)
        record(actor, edition, "begun")
    return edition


def begin_new(actor: Actor, kind: str, content: Mapping[str, Any]) -> Edition:
    """A draft of a thing that does not exist yet. Raises Invalid when its key is taken or malformed."""
    require(actor, "catalog.edit")
    key = kinds.of(kind).key_of(content)
    if Edition.objects.filter(kind=kind, key=key).exists() or kinds.of(kind).current(key):
        taken = _("This short name is taken. Choose another one.")
        raise Invalid(taken, fields={"slug": taken})
    return begin(actor, kind, key, content=content)


def make(
    actor: Actor, kind: str, key: str, content: dict[str, Any], *, base: Edition | None, **more: Any
) -> Edition:
    """The row with the next number. Raises Conflict when somebody else was faster."""
    highest = Edition.objects.filter(kind=kind, key=key).aggregate(top=Max("number"))["top"]
    values: dict[str, Any] = {
        "number": (highest or 0) + 1,
        "content": content,
        "title": kinds.of(kind).title_of(content),
        "department": kinds.department_of(content),
        "base": base,
        "began_by": actor.staff_id,
    }
    try:
        with transaction.atomic():
            return Edition.objects.create(kind=kind, key=key, **values | more)
    except IntegrityError as error:
        raise Conflict(_("Somebody else began a draft of this just now. Load the page again.")) from error


def adopt(kind: str, key: str) -> Edition | None:
    """The published edition; when what is published came from elsewhere since (an import), it is taken over first."""
    held = Edition.objects.select_for_update().filter(kind=kind, key=key, state="published").first()
    now = kinds.of(kind).current(key)
    if now is None or (held and _same(held.content, now)):
        return held
    if held:
        held.state = Edition.State.SUPERSEDED
        held.save(update_fields=["state"])
    nobody = Actor(kind="system")  # type: ignore[arg-type]
    return make(nobody, kind, key, now, base=held, adopted=True, state=Edition.State.PUBLISHED)


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    from minben.catalog.editing.comparing import differences

    return not differences(dict(one), dict(other))


def keep(
    actor: Actor,
    edition_id: UUID,
    change: Callable[[dict[str, Any]], None],
    *,
    seen: int,
    section: str,
) -> Edition:
    """Keep what ``change`` does to the content of a draft.

    ``seen`` is the version the writer had before them. Raises Conflict when somebody else has kept something since;
    what oneself kept in between (in another window, by autosave) is no obstacle.
    """
    with step(actor, edition_id, "kept", states={"draft"}, section=section) as edition:
        others = edition.history.filter(version__gt=seen).exclude(by=actor.staff_id).first()
        if others:
            raise Conflict(
                _(
                    "%(name)s changed this draft while you were writing. Copy your words, load it again and compare."
                )
                % {"name": others.name or _("Somebody")}
            )
        change(edition.content)
        edition.title = kinds.of(edition.kind).title_of(edition.content)
        edition.department = kinds.department_of(edition.content)
        if actor.staff_id and actor.staff_id not in edition.writers:
            edition.writers = [*edition.writers, actor.staff_id]
    return edition


def drop(actor: Actor, edition_id: UUID, *, reason: str = "") -> Edition:
    """Give a draft up. It stays to be read; nothing that is published changes."""
    with step(actor, edition_id, "dropped", states=OPEN, words=reason) as edition:
        edition.state = Edition.State.DROPPED
        edition.publish_at = None
    return edition
