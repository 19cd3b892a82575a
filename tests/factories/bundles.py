"""A life event whose services are applied for as one matter."""

from __future__ import annotations

from typing import Any

from minben.catalog.actions import write_service
from minben.catalog.models import EventService, LifeEventType, PublicService
from minben.channels.actions.load_templates import add_shipped
from minben.foundation.access.actor import SYSTEM

from .catalog import guide, topic
from .payments import COST, FORM
from .town import Town

SPOUSE = {"name": {"zh-hant": "配偶", "en": "Spouse"}, "least": 1, "most": 1}
HAS_DOG = {"key": "has_dog", "kind": "yesno", "label": {"zh-hant": "有狗嗎？", "en": "Is there a dog?"}}


def service(town: Town, slug: str, amount: str, **more: Any) -> PublicService:
    """One that is paid for before it is sent."""
    cost = {name: value for name, value in COST.items() if name != "law"} | {"amount": amount}
    content: dict[str, Any] = {"form": FORM, "costs": [cost], "department": town.water.code, "mode": "2"}
    content |= {"name": {"zh-hant": slug, "en": slug.title()}, "fee_step": "before"}
    return write_service(SYSTEM, guide(slug, **content | more), waive=["V02", "V07"], reason="test")[0]


def moving(town: Town) -> LifeEventType:
    """A park pass that gives its fee back, a dog card, a boat licence that waits for the park pass, and one for nothing."""
    topic()
    add_shipped(SYSTEM)
    made = LifeEventType.objects.create(
        slug="moving", code="MOVING", audience="person", name={"zh-hant": "搬家", "en": "Moving"},
        bundle=True, lead=town.water, promised_amount=10,
    )  # fmt: skip
    parts = (
        service(town, "park", "12.50", fee_back=True, signers=[SPOUSE]),
        service(town, "dog", "20", signers=[SPOUSE]),
        service(town, "boat", "5"),
        service(town, "free", "0", fee_step="", costs=[]),
    )
    for order, one in enumerate(parts):
        EventService.objects.create(event=made, service=one, order=order)
    boat = EventService.objects.get(service__slug="boat")
    boat.after.add(EventService.objects.get(service__slug="park"))
    return made


def asks_for_the_dog(event: LifeEventType) -> None:
    """The dog card applies only to who has one."""
    LifeEventType.objects.filter(pk=event.pk).update(questions=[HAS_DOG])
    EventService.objects.filter(event=event, service__slug="dog").update(condition="has_dog")
