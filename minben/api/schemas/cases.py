"""The shapes of cases."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from minben.cases.actions.submit_many import LONGEST_KEY, MOST
from minben.cases.intake import BODY_MOST, PLACE_MOST, TITLE_MOST
from minben.cases.models import Case, CaseScope, Kind, Status, Urgency

from .common import SOLID, Given, Paged, PageTold, Told
from .problems import Problem

if TYPE_CHECKING:
    KindWord = str
    RequestWord = str
    StatusWord = str
    UrgencyWord = str
    PrivacyWord = str
    GroupWord = str
else:
    KindWord = Literal[tuple(Kind.values)]
    RequestWord = Literal[tuple(kind for kind in Kind.values if kind != Kind.APPLICATION)]
    StatusWord = Literal[tuple(Status.values)]
    UrgencyWord = Literal[tuple(Urgency.values)]
    PrivacyWord = Literal[tuple(Case.Privacy.values)]
    GroupWord = Literal[tuple(CaseScope.Group.values)]
Channel = Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,12}$", description="The door: phone, app, chat, …")]
Language = Literal["zh-hant", "zh-hans", "en"]
Line = Annotated[str, Field(min_length=1, max_length=TITLE_MOST, pattern=SOLID)]
Body = Annotated[str, Field(max_length=BODY_MOST)]


class NewCase(Given):
    """A request. `party_id` says whose it is; without it the case belongs to nobody known."""

    kind: RequestWord = Field(examples=["complaint"])
    title: Line = Field(examples=["路燈不亮"])
    body: Body = Field("", examples=["民權路口的路燈三天沒有亮。"])
    channel: Channel = "api"
    language: Language = "zh-hant"
    party_id: uuid.UUID | None = None
    asked_by_id: uuid.UUID | None = Field(None, description="Who asked, when that is somebody else.")
    privacy: PrivacyWord = "open"
    urgency: UrgencyWord = "E2"
    topic: str = Field("", max_length=120, description="Path in the taxonomy of the installation.")
    place: str = Field("", max_length=PLACE_MOST, examples=["民權路 12 號前"])
    area_code: str = Field("", max_length=20)
    latitude: float | None = Field(None, ge=-90, le=90, strict=True)
    longitude: float | None = Field(None, ge=-180, le=180, strict=True)
    external_id: str = Field("", max_length=80, description="The id in your system.")


class BatchItem(NewCase):
    """A request of a batch, with a key of its own: brought again, it makes no second case."""

    key: str = Field(min_length=1, max_length=LONGEST_KEY, examples=["2026-07-01/000123"])


class Batch(Given):
    cases: list[BatchItem] = Field(min_length=1, max_length=MOST)


class CaseMade(Told):
    """What to tell the person: the number to quote, the code to track with, the date promised."""

    id: uuid.UUID
    number: str = Field(examples=["MB-2026-000000123-7"])
    code: str
    promised_at: dt.datetime | None
    new: bool = Field(description="False: this key was used before, and this is the answer of then.")


class BatchAnswer(Told):
    """What became of one item: the case, or the problem. `status` is what the item alone would have been answered."""

    key: str
    status: int
    case: CaseMade | None
    problem: Problem | None


class BatchAnswers(Told):
    """One answer for each item, in the order given."""

    made: int = Field(description="New cases.")
    repeated: int = Field(description="Known already by their keys.")
    refused: int
    answers: list[BatchAnswer]


class CasesAsked(Paged):
    """What a list is narrowed to."""

    order: Literal["newest", "due"] = "newest"
    group: GroupWord | None = None
    kind: KindWord | None = None
    status: StatusWord | None = None
    urgency: UrgencyWord | None = None
    channel: Channel | None = None
    topic: str = Field("", max_length=120, description="The start of a path.")
    department_id: uuid.UUID | None = None
    assignee_id: uuid.UUID | None = None
    text: str = Field("", max_length=200, description="A number, or words in what was asked and answered.")


class CaseLine(Told):
    """A case as lists show it."""

    id: uuid.UUID
    number: str
    kind: str
    status: str
    group: str
    urgency: str
    privacy: str
    channel: str
    language: str
    title: str
    topic: str
    place: str
    party_id: uuid.UUID | None
    department_id: uuid.UUID | None
    assignee_id: uuid.UUID | None
    made_at: dt.datetime
    promised_at: dt.datetime | None
    closed_at: dt.datetime | None
    version: int


class CasePage(PageTold):
    items: list[CaseLine]


class DocumentLine(Told):
    id: uuid.UUID
    name: str
    kind: str = Field(description="The media type read from the bytes.")
    size: int
    scan: str
    material: str
    public: bool
    from_public: bool


class CaseWhole(CaseLine):
    """One case. `can` are the verbs that this client may do now; the ETag carries `version`."""

    body: str
    answers: dict[str, Any]
    area_code: str
    latitude: float | None
    longitude: float | None
    asked_by_id: uuid.UUID | None
    service_version_id: uuid.UUID | None
    answer: str
    outcome: str
    reason: str
    returns: int
    redos: int
    hurries: int
    resolved: str
    nuisance: bool
    merged_into_id: uuid.UUID | None
    documents: list[DocumentLine]
    can: list[str]
