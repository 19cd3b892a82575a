"""Drafting, publishing and retiring what is drawn. Running subjects stay on the version that they began with."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid, Missing
from minben.processes import specs
from minben.processes.models import Definition, Version
from minben.processes.problems import Problems
from minben.processes.verifying import Verified, verify


@dataclass(frozen=True)
class Made:
    """A version and what was noticed about it that does not stop it."""

    version: Version
    checked: Verified


def save_draft(
    actor: Actor, source: bytes, *, note: str = "", changed: int | None = None, key: str = ""
) -> Made:
    """Keep a drawing as the draft of its process, which is made when its key is new.

    ``changed``: the number of the version that it was made from. ``key``: whose draft it is meant to be. Raises Problems with all that is wrong, Conflict when a
    newer version was published since, Invalid for what is no drawing.
    """
    require(actor, "process.design")
    checked = verify(source)
    if key and checked.key != key:
        raise Invalid(
            _("This is the drawing of “%(found)s”, not of “%(key)s”: the id of its process says so.")
            % {"found": checked.key, "key": key}
        )
    with transaction.atomic():
        definition = _definition(checked)
        newest = definition.versions.order_by("-number").first()
        if (
            changed is not None
            and newest is not None
            and newest.number > changed
            and newest.state != Version.State.DRAFT
        ):
            raise Conflict(
                _("Version %d was published meanwhile. Look at it, then bring your changes into it.")
                % newest.number
            )
        draft = _draft(definition, newest)
        draft.source, draft.note, draft.made_by = source.decode("utf-8-sig"), note[:300], actor.staff_id
        draft.changed_at, draft.calls = timezone.now(), {}
        draft.save()
        trail.wrote(
            actor,
            "process.draft",
            subject=("process", definition.id),
            after={"key": definition.key, "version": draft.number},
        )
    return Made(draft, checked)


def publish(actor: Actor, version_id: uuid.UUID, *, now: dt.datetime | None = None) -> Version:
    """From now on new subjects take this version. It is checked again: what it names may be gone.

    Raises Conflict when it is not a draft, Problems, Missing.
    """
    require(actor, "process.publish")
    with transaction.atomic():
        version = _locked(version_id)
        if version.state != Version.State.DRAFT:
            raise Conflict(_("Only a draft can be published."))
        verify(version.source.encode())
        moment = now or timezone.now()
        _retire_published(version.definition_id)
        version.state, version.published_at, version.published_by = (
            Version.State.PUBLISHED,
            moment,
            actor.staff_id,
        )
        version.calls = _calls(version)
        version.save(update_fields=["state", "published_at", "published_by", "calls"])
        trail.wrote(
            actor,
            "process.publish",
            subject=("process", version.definition_id),
            after={"version": version.number},
        )
    specs.forget()
    return version


def publish_again(actor: Actor, version_id: uuid.UUID) -> Version:
    """Roll back: a retired version becomes the published one, as a new version."""
    require(actor, "process.publish")
    old = Version.objects.filter(pk=version_id, state=Version.State.RETIRED).first()
    if old is None:
        raise Missing(_("There is no such version."))
    draft = save_draft(actor, old.source.encode(), note=str(_("As version %d") % old.number))
    return publish(actor, draft.version.id)


def discard_draft(actor: Actor, version_id: uuid.UUID) -> None:
    """Throw a draft away. Raises Conflict for what was ever published."""
    require(actor, "process.design")
    with transaction.atomic():
        version = _locked(version_id)
        if version.state != Version.State.DRAFT:
            raise Conflict(_("Only a draft can be thrown away."))
        trail.wrote(
            actor,
            "process.discard",
            subject=("process", version.definition_id),
            before={"version": version.number},
        )
        version.delete()


def withdraw(actor: Actor, version_id: uuid.UUID) -> None:
    """New subjects do not take it any more: they go the way that its kind goes without it."""
    require(actor, "process.publish")
    with transaction.atomic():
        version = _locked(version_id)
        if version.state != Version.State.PUBLISHED:
            raise Conflict(_("It is not published."))
        _retire_published(version.definition_id)
        trail.wrote(
            actor,
            "process.withdraw",
            subject=("process", version.definition_id),
            before={"version": version.number},
        )
    specs.forget()


def add_shipped(actor: Actor, sources: Mapping[str, bytes]) -> list[str]:
    """Bring and publish each drawing that is not there yet, or that came with the software and came changed; their keys.

    What people drew, drafted or withdrew is left alone.
    """
    came = [key for key, source in sources.items() if _is_news(key, source)]
    for key in came:
        publish(actor, save_draft(actor, sources[key]).version.id)
    return came


def _is_news(key: str, source: bytes) -> bool:
    newest = Version.objects.filter(definition__key=key).order_by("-number").first()
    if newest is None:
        return not Definition.objects.filter(key=key).exists()
    untouched = newest.made_by is None and newest.published_by is None
    return (
        untouched and newest.state == Version.State.PUBLISHED and newest.source != source.decode("utf-8-sig")
    )


def _definition(checked: Verified) -> Definition:
    definition, made = Definition.objects.select_for_update().get_or_create(
        key=checked.key, defaults={"kind": checked.kind, "names": checked.names}
    )
    if definition.kind != checked.kind:
        raise Invalid(_("“%s” is the key of something else already. Choose another id.") % checked.key)
    if not made and definition.names != checked.names:
        definition.names = checked.names
        definition.save(update_fields=["names"])
    return definition


def _draft(definition: Definition, newest: Version | None) -> Version:
    if newest is not None and newest.state == Version.State.DRAFT:
        return newest
    return Version(definition=definition, number=(newest.number if newest else 0) + 1)


def _calls(version: Version) -> dict[str, str]:
    """The published versions of the processes that it calls. Raises Problems when one is not published."""
    keys = verify(version.source.encode()).calls
    found = Version.objects.filter(definition__key__in=keys, state=Version.State.PUBLISHED)
    return {key: str(pk) for key, pk in found.values_list("definition__key", "id")}


def _retire_published(definition_id: uuid.UUID) -> None:
    Version.objects.filter(definition_id=definition_id, state=Version.State.PUBLISHED).update(
        state=Version.State.RETIRED
    )


def _locked(version_id: uuid.UUID) -> Version:
    version = (
        Version.objects.select_for_update(of=("self",))
        .select_related("definition")
        .filter(pk=version_id)
        .first()
    )
    if version is None:
        raise Missing(_("There is no such version."))
    return version


__all__ = [
    "Made",
    "Problems",
    "add_shipped",
    "discard_draft",
    "publish",
    "publish_again",
    "save_draft",
    "withdraw",
]
