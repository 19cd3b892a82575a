"""A form that waits for its fee and for somebody to sign, and a case with a fee."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils import timezone

from minben.cases.actions import draft
from minben.cases.applications.helping import Way, kept
from minben.cases.models import Draft, ResultDelivery, Signature
from minben.catalog.models import Edition, LifeEventType, ServiceVersion
from minben.foundation.access.actor import SYSTEM, Actor, ActorKind
from minben.payments import actions as payments
from minben.payments.actions.demand import Fee
from minben.payments.models import Payment, SandboxOrder

if TYPE_CHECKING:
    from .scene import Scene


def begin_waiting(scene: Scene) -> None:
    """One form of which nobody was named yet, one that was paid for in vain so far, one case that owes."""
    version = ServiceVersion.objects.get(service__slug="water-connection", state="published")
    owner = Actor(kind=ActorKind.PUBLIC, account_id=scene.account.id, party_ids=(scene.person.id,))
    ready = {"answers": {"who": "王"}, "version": str(version.id), "language": "en"}
    fee = Fee(version.name, 1250, "CNY", version.id)
    for name in ("unnamed", "unsigned"):
        held = draft.begin(owner, "apply:water-connection", {"answers": {"who": "王"}, "ready": ready})
        scene.known[name] = held.token
    row = Draft.objects.get(token=scene.known["unsigned"])
    payments.demand(SYSTEM, fee, draft_id=row.id)
    one = Signature.objects.create(
        draft=row, role={"en": "Spouse"}, name="李", address="a@example.org", token="t" * 24,
        expires_at=timezone.now() + dt.timedelta(days=9),
    )  # fmt: skip
    owed = payments.demand(SYSTEM, fee, case_id=scene.cases["application"].id)
    order = SandboxOrder.objects.create(reference="r" * 32, amount=1250, currency="CNY", title="x", back="/")
    scene.known |= {"signature": one.token, "payment": owed.token, "reference": order.reference}
    edition = Edition.objects.get(pk=scene.known["edition_id"])
    edition.content["form"] = version.form
    edition.save(update_fields=["content"])
    _together(scene, owner, version, fee)
    _assisted(scene, ready, fee)
    application = scene.cases["application"]
    ResultDelivery.objects.create(
        case=application, way="post", state="waiting", department=scene.work.staff.department, recipient="陳美麗",
        address="朝陽路 12 號", due_at=timezone.now(), token="fetch",
    )  # fmt: skip
    scene.known |= {"application_id": application.id, "track_application": application.track_token}


def _together(scene: Scene, owner: Actor, version: ServiceVersion, fee: Fee) -> None:
    """The same of a life event: nobody named yet, and one sum with its part and somebody asked."""
    event = LifeEventType.objects.get(slug="having-a-baby")
    part = {"key": "water-connection", "version": str(version.id), "after": [], "places": {"who": "who"}}
    ready = {"answers": {"who": "王"}, "event": str(event.id), "parts": [part], "language": "en"}
    for name in ("whole_unnamed", "whole_unsigned"):
        held = draft.begin(owner, "bundle:having-a-baby", {"answers": {"who": "王"}, "ready": ready})
        scene.known[name] = held.token
    row = Draft.objects.get(token=scene.known["whole_unsigned"])
    sum_of_all = Payment.objects.create(
        draft_id=row.id, name=fee.name, amount=1250, currency="CNY", token="q" * 24
    )
    sum_of_all.lines.create(service_version_id=version.id, name=fee.name, amount=1250)
    Signature.objects.create(
        draft=row, role={"en": "Spouse"}, name="李", address="b@example.org", token="s" * 24,
        expires_at=timezone.now() + dt.timedelta(days=9),
    )  # fmt: skip


def _assisted(scene: Scene, ready: Mapping[str, object], fee: Fee) -> None:
    """Forms that staff fill in for the person: one being filled in, one that waits for its fee, one that was sent."""
    for name in ("assisted", "assisted_waiting", "assisted_sent"):
        data = {"answers": {"who": "王"}, "way": kept(Way(helper=scene.work.actor))}
        form = "apply:water-connection"
        held = draft.begin(scene.work.actor, form, data, party_id=scene.person.id)
        scene.known[name] = held.token
    row = Draft.objects.get(token=scene.known["assisted_waiting"])
    draft.save(SYSTEM, row.token, {"ready": ready})
    Payment.objects.create(draft_id=row.id, name=fee.name, amount=1250, currency="CNY", token="p" * 24)
    sent = Draft.objects.filter(token=scene.known["assisted_sent"])
    sent.update(sent_case=scene.cases["application"])
