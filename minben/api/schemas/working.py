"""The shapes of work on a case: transitions, messages, files, ratings."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, RootModel

from minben.cases.actions.rating import REASONS
from minben.cases.intake import BODY_MOST

from .cases import Channel, DocumentLine, UrgencyWord
from .common import SOLID, Given, PageTold, Told

Words = Annotated[str, Field(min_length=1, max_length=BODY_MOST, pattern=SOLID)]
Reason = Annotated[str, Field(min_length=1, max_length=500, pattern=SOLID, examples=["不屬本機關職掌"])]
if TYPE_CHECKING:
    ReasonWord = str
else:
    ReasonWord = Literal[tuple(REASONS)]


class Plain(Given):
    verb: Literal["sign", "resume", "pre_check", "examine", "close", "archive"]


class Accept(Given):
    verb: Literal["accept"]
    urgency: UrgencyWord | Literal[""] = Field("", description="Empty: it stays as it is.")


class Why(Given):
    """A step that needs a reason, which the person reads."""

    verb: Literal["refuse", "suspend", "send_back", "redo", "reopen", "return_lacking", "withdraw_result"]
    reason: Reason


class Withdraw(Given):
    verb: Literal["withdraw"]
    reason: str = Field("", max_length=500)


class Say(Given):
    """A step that is a text: the answer, or what was supplied."""

    verb: Literal[
        "answer", "answer_at_once", "supply", "supervise", "complete", "promise_kept", "order_correction"
    ]
    text: Words


class Hurry(Given):
    verb: Literal["hurry"]
    text: str = Field("", max_length=BODY_MOST)


class Dispatch(Given):
    verb: Literal["dispatch"]
    department_id: uuid.UUID
    assignee_id: uuid.UUID | None = None
    co_department_ids: list[uuid.UUID] = Field(
        [],
        max_length=20,
        description="Departments beside the lead: each is asked at once, with a time of its own.",
    )
    question: str = Field("", max_length=BODY_MOST, description="What they are asked. Empty: the note.")
    first_signs: bool = Field(
        False, strict=True, description="Whichever of these departments signs first leads, not the one named."
    )
    note: str = Field("", max_length=BODY_MOST)
    urgency: UrgencyWord | Literal[""] = ""
    topic: str = Field("", max_length=120)


class Transfer(Given):
    verb: Literal["transfer"]
    department_id: uuid.UUID
    reason: Reason
    assignee_id: uuid.UUID | None = None


class Assign(Given):
    verb: Literal["assign"]
    assignee_id: uuid.UUID | None


class AskDepartment(Given):
    """Joint handling (協辦): the lead asks a department beside it and goes on holding the case."""

    verb: Literal["ask_department"]
    department_id: uuid.UUID
    question: Words
    days: int = Field(0, ge=0, le=60, strict=True, description="Working days; 0: as the place has set it.")


class Return(Given):
    verb: Literal["return"]
    reason: Reason
    basis: Reason = Field(description="The duty list or rule it rests on.")


class Merge(Given):
    verb: Literal["merge"]
    into_number: str = Field(max_length=40, examples=["MB-2026-000000123-7"])


class Start(Given):
    verb: Literal["start"]
    note: Words
    channel: Channel = "phone"


class Extend(Given):
    verb: Literal["extend"]
    reason: Reason
    days: int = Field(ge=1, le=60, strict=True)


class AskMoreTime(Given):
    verb: Literal["ask_more_time"]
    reason: Reason
    days: int = Field(ge=1, le=60, strict=True)


class GrantMoreTime(Given):
    verb: Literal["grant_more_time"]
    text: Words = Field(description="Why it takes longer: the person reads this.")
    days: int = Field(0, ge=0, le=60, strict=True, description="Fewer than were asked for; 0: as many.")


class RefuseMoreTime(Given):
    verb: Literal["refuse_more_time"]
    reason: Reason


class Check(Given):
    verb: Literal["check"]
    note: str = Field("", max_length=BODY_MOST)


class CallBack(Given):
    verb: Literal["call_back"]
    resolved: Literal["yes", "partly", "no"]
    note: Words
    channel: Channel = "phone"


class AskSupplement(Given):
    verb: Literal["ask_supplement"]
    items: list[Reason] = Field(min_length=1, max_length=50)


class AcceptLacking(Given):
    """Accept though minor material is missing (容缺受理)."""

    verb: Literal["accept_lacking"]
    materials: list[Reason] = Field(
        min_length=1, max_length=50, description="Codes of materials that the guide lets follow."
    )


class Decide(Given):
    verb: Literal["decide"]
    outcome: Literal["granted", "refused"]
    text: Words


class Deliver(Given):
    verb: Literal["deliver"]
    how: Reason


Step = (
    Plain | Accept | Why | Withdraw | Say | Hurry | Dispatch | Transfer | Assign | AskDepartment | Return | Merge | Start | Extend
    | AskMoreTime | GrantMoreTime | RefuseMoreTime
    | Check | CallBack | AskSupplement | AcceptLacking | Decide | Deliver
)  # fmt: skip


class Transition(RootModel[Annotated[Step, Field(discriminator="verb")]]):
    """One step of the state tables, with what it needs. Which are possible now: `can` of the case."""


class NewMessage(Given):
    """Words between the person and the government. `in`: from the person, `out`: to them."""

    text: Words
    direction: Literal["in", "out"] = "in"
    channel: Channel = "api"
    external_id: str = Field("", max_length=80)


class CaseChanged(Told):
    id: uuid.UUID
    status: str
    version: int


class EventLine(Told):
    """A line of the case's timeline."""

    id: uuid.UUID
    at: dt.datetime
    name: str
    public: bool
    actor_kind: str
    actor_name: str
    department_id: uuid.UUID | None
    text: str
    data: dict[str, Any]


class EventPage(PageTold):
    items: list[EventLine]


class DocumentList(Told):
    items: list[DocumentLine]


class ContactLine(Told):
    """One contact about a case."""

    id: uuid.UUID
    at: dt.datetime
    party_id: uuid.UUID | None
    direction: str
    channel: str
    kind: str
    summary: str
    body: str


class ContactPage(PageTold):
    items: list[ContactLine]


class NewRating(Given):
    """Five levels (好差評): 5 very satisfied … 1 very dissatisfied. The two bad ones need a reason or a comment."""

    level: int = Field(ge=1, le=5, strict=True, examples=[5])
    reasons: list[ReasonWord] = Field([], max_length=len(REASONS))
    comment: str = Field("", max_length=1000)
    channel: Channel = "api"


class RatingTold(Told):
    level: int
    reasons: list[str]
    comment: str
    channel: str
    department_id: uuid.UUID | None
    repair: str | None = Field(description="open, done or appealed; null for a good rating.")
