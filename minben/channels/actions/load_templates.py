"""Notices from a file into the database; the same file twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from minben.channels.adapters import canonical
from minben.channels.models import MessageTemplate
from minben.channels.sampling import SHIPPED
from minben.channels.wording import forget
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Invalid


@transaction.atomic
def load_templates(actor: Actor, path: Path) -> int:
    """Load ``notices.yaml``; how many texts were new or changed. Raises Invalid naming the broken notice.

    Two shapes are read: a list of ``{name, channel, subject, body}``, or a mapping of name to channels to texts
    (also under the key ``notices``).
    """
    require(actor, "message.templates")
    changed = 0
    for name, channel, texts in read_notices(yaml.safe_load(path.read_text(encoding="utf-8"))):
        changed += _keep(actor, name, channel, texts)
    return changed


@transaction.atomic
def add_shipped(actor: Actor) -> int:
    """Add the notices that ship with Minben and are not there yet; how many texts. What is there is left as it is."""
    require(actor, "message.templates")
    there = set(MessageTemplate.objects.values_list("name", "channel"))
    content = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    missing = [one for one in read_notices(content) if one[:2] not in there]
    return sum(_keep(actor, *one) for one in missing)


def read_notices(content: Any) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """(name, channel, texts) of every notice in the file's content."""
    if isinstance(content, Mapping):
        content = content.get("notices", content)
    if isinstance(content, Mapping):
        content = [{"name": name, **texts} for name, texts in content.items()]
    for notice in content or []:
        yield from _of_notice(notice)


def _of_notice(notice: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    name = notice.get("name") or notice.get("code")
    if not name:
        raise Invalid("A notice in the file has no name.")
    if "channel" in notice:
        yield str(name), canonical(str(notice["channel"])), notice
        return
    channels = notice.get("channels")
    texts = channels if isinstance(channels, Mapping) else notice
    for channel, text in texts.items():
        if isinstance(text, Mapping) and "body" in text:
            yield str(name), canonical(str(channel)), text


def _keep(actor: Actor, name: str, channel: str, texts: Mapping[str, Any]) -> int:
    body, subject = dict(texts.get("body") or {}), dict(texts.get("subject") or {})
    if not body.get("zh-hant"):
        raise Invalid(f"Notice {name} ({channel}) has no text in zh-hant.")
    row = MessageTemplate.objects.filter(name=name, channel=channel).first()
    if row is not None and (row.body, row.subject) == (body, subject):
        return 0
    row = row or MessageTemplate(name=name, channel=channel)
    row.body, row.subject = body, subject
    row.save()
    transaction.on_commit(forget)
    trail.wrote(actor, "message.template.loaded", subject=("template", row.id), after={"name": name})
    return 1
