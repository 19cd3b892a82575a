"""What the town offers: guides with all their parts, articles, drafts of editors, searches and opinions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from minben.catalog.actions import editions
from minben.catalog.models import (
    Category,
    EventService,
    LifeEventType,
    LinkState,
    Opinion,
    PublicService,
    SearchCount,
    ServiceVersion,
    StillRight,
    Synonym,
)
from tests.factories.catalog import article, readable_city, service
from tests.factories.editing import editor

if TYPE_CHECKING:
    from .scene import Scene

MANY = 8
FORM = [{"key": "who", "kind": "name", "label": {"en": "Your name"}, "fills": "party.name"}]


def furnish(scene: Scene) -> None:
    readable_city()
    _applied_for(scene)
    article("noise-script", audience="staff", kind="script", title={"zh-hant": "噪音投訴話術"})
    Category.objects.create(code="light", name={"zh-hant": "路燈", "en": "Street light"})
    draft = editions.begin(editor(), "service", "whole")
    opinion = Opinion.objects.create(kind="service", key="whole", language="en", useful=False, comment="long")
    synonym = Synonym.objects.create(words=["落戶", "上戶口"], folded=["落户", "上户口"])
    SearchCount.objects.create(day=timezone.localdate(), language="en", text="tent", asked=3)
    LinkState.objects.create(
        url="https://example.org/a", found_in=[{"kind": "service", "key": "whole"}], outcome="failing", checked_at=timezone.now(),
        failing_since=timezone.now(),
    )  # fmt: skip
    StillRight.objects.create(kind="article", key="where-to-park")
    scene.known |= {"edition_id": draft.id, "opinion_id": opinion.id, "synonym_id": synonym.id}


def lengthen() -> None:
    """A new version of the guide that is read, with several times as many of each part, and more that rest on its law."""
    fees = [{"name": f"工本費 {n}", "amount": "10.00", "law": "civil-code"} for n in range(MANY)]
    service(
        "whole",
        name={"zh-hant": "出生醫學證明簽發", "en": "Medical certificate of birth"},
        materials=[{"name": f"身份證 {n}", "standard": "原件", "law": "civil-code"} for n in range(MANY)],
        steps=[{"name": f"申請 {n}"} for n in range(MANY)],
        costs=fees,
        outputs=[{"name": f"證明 {n}"} for n in range(MANY)],
        faqs=[{"question": f"要多久？{n}", "answer": "當場。"} for n in range(MANY)],
        legal_bases=[{"law": "civil-code", "articles": str(n)} for n in range(MANY)],
        places=["hall"],
    )
    for n in range(MANY):
        service(f"also-{n}", legal_bases=[{"law": "civil-code", "articles": str(n)}])


def _applied_for(scene: Scene) -> None:
    """A guide with a question of its own; the factory of applications finds it there."""
    water = scene.town.water
    own = PublicService.objects.create(
        jurisdiction=water.jurisdiction, department=water, slug="water-connection"
    )
    ServiceVersion.objects.create(
        service=own, number=1, state="published", name={"zh-hant": "用水報裝", "en": "Water connection"},
        promised_amount=7, promised_unit="1", form=FORM,
    )  # fmt: skip
    event = LifeEventType.objects.get(slug="having-a-baby")
    LifeEventType.objects.filter(pk=event.pk).update(bundle=True, lead=water)
    EventService.objects.create(event=event, service=own, order=9)
