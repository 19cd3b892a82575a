"""The practice city of the journeys: small, with a log-in for every role, a guide, an article and its notices."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from dataclasses import dataclass, field

from django.utils import timezone

from minben.agencies.models import Department, Staff
from minben.agencies.queries import forget_names
from minben.catalog.actions import write_service
from minben.channels.actions import deliver, load_templates
from minben.channels.models import PracticeMessage
from minben.demo.city import CATALOGUE
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.roles import Role
from minben.foundation.audit.seals import seal_all
from minben.foundation.events.pump import pump_all
from tests.factories import catalog
from tests.factories.desk import make_staff
from tests.factories.town import Town, make_town
from tests.waiting import settle

SLUG = "resident-parking"
NOON = dt.timedelta(hours=12)
_mailboxes = itertools.count(1)

QUESTIONS = [
    {
        "key": "applicant_name",
        "kind": "name",
        "label": {"zh-hant": "您的姓名", "en": "Your name"},
        "required": True,
        "fills": "party.name",
    },
    {
        "key": "plate_number",
        "kind": "text",
        "label": {"zh-hant": "車牌號碼", "en": "Plate number"},
        "required": True,
    },
    {
        "key": "whose",
        "kind": "choice",
        "label": {"zh-hant": "車是誰的", "en": "Whose car"},
        "required": True,
        "choices": [
            {"value": "self", "label": {"zh-hant": "本人", "en": "Mine"}},
            {"value": "family", "label": {"zh-hant": "家人", "en": "My family's"}},
        ],
    },
    {
        "key": "photo",
        "kind": "file",
        "label": {"zh-hant": "行駛證照片", "en": "Picture of the licence"},
        "required": True,
        "material": "licence",
    },
    {
        "key": "promise",
        "kind": "promise",
        "label": {"zh-hant": "所填內容屬實。", "en": "What I give is true."},
        "required": True,
    },
]


@dataclass(frozen=True)
class PracticeTown:
    """``people``: the practice log-in of each role."""

    town: Town
    people: dict[Role, Staff] = field(default_factory=dict)

    def account(self, role: Role) -> uuid.UUID:
        account_id = self.people[role].account_id
        assert account_id is not None
        return account_id

    def join(self, role: Role, department: Department, name: str) -> Staff:
        """One more colleague with a practice log-in."""
        person = make_staff(department, role, name=name)
        assert person.account is not None
        person.account.practice = True
        person.account.save(update_fields=["practice"])
        return person


def practice_town() -> PracticeTown:
    town = make_town()
    forget_names()
    load_templates(SYSTEM, CATALOGUE / "notices.yaml")
    _catalogue(town)
    made = PracticeTown(town)
    for role, department, name in (
        (Role.AGENT, town.centre, "陳接線"),
        (Role.DISPATCHER, town.centre, "李派單"),
        (Role.OFFICER, town.water, "王承辦"),
        (Role.CHECKER, town.centre, "趙審核"),
        (Role.CALLBACK, town.centre, "孫回訪"),
        (Role.SUPERVISOR, town.government, "周督辦"),
        (Role.EDITOR, town.centre, "鄭編輯"),
        (Role.AUDIT, town.government, "吳審計"),
    ):
        made.people[role] = made.join(role, department, name)
    return made


def _catalogue(town: Town) -> None:
    catalog.topic()
    catalog.stage()
    catalog.event()
    guide = catalog.guide(
        SLUG,
        department=town.water,
        name={"zh-hant": "居民停車證", "en": "Resident parking permit"},
        summary={"zh-hant": "在家門口停車。", "en": "Park where you live."},
        keywords=["停車", "車位", "parking"],
        form=QUESTIONS,
    )
    write_service(SYSTEM, guide)
    catalog.article(
        "street-lights",
        title={"zh-hant": "路燈不亮怎麼辦", "en": "When a street light is out"},
        body={
            "zh-hant": "記下燈桿上的編號，再告訴我們。一般三日內修好。",
            "en": "Note the number on the pole and tell us. It is mended within three days.",
        },
    )


def drain() -> None:
    """What the worker would do: hand news on, carry messages, seal the trail."""
    settle()
    pump_all()
    deliver(now=timezone.now())
    seal_all(timezone.now())


def newest_to(address: str) -> PracticeMessage:
    """The last message in the practice outbox for this address."""
    return PracticeMessage.objects.filter(address=address).order_by("-id")[0]


def mailbox() -> str:
    return f"reader{next(_mailboxes)}@example.org"
