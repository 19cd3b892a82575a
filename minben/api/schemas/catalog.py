"""The shapes of the catalogue."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, Literal

from pydantic import Field

from .common import SOLID, Given, Languages, Paged, PageTold, Told


class ServicesAsked(Paged):
    audience: Literal["person", "business", "government"] | None = None
    topic: str = Field("", max_length=30, examples=["person/005"])
    mode: Literal["1", "2"] | None = Field(None, description="1 instant, 2 promised.")
    online: bool = Field(False, description="Only what can be done wholly online.")
    language: Literal["zh-hant", "zh-hans", "en"] = Field("zh-hant", description="Order of names.")


class ServiceLine(Told):
    slug: str
    name: Languages
    summary: Languages
    mode: str
    promised_amount: int | None
    promised_unit: str
    visits: int
    online_depth: str
    audiences: list[str]
    version: int


class ServicePage(PageTold):
    items: list[ServiceLine]


class MaterialLine(Told):
    code: str
    name: Languages
    need: str
    form: str
    copies: int
    source: str
    standard: Languages


class CostLine(Told):
    name: Languages
    amount: str | None = Field(examples=["20.00"])
    currency: str
    standard: Languages


class SignerLine(Told):
    """Others who sign an application before it goes in; its place in the list is their `role`."""

    name: Languages
    note: Languages
    least: int
    most: int


class PlaceLine(Told):
    code: str
    name: Languages
    address: Languages
    phone: str


class NamedLine(Told):
    """A step, an output: a name and more about it."""

    name: Languages
    detail: Languages


class FaqLine(Told):
    question: Languages
    answer: Languages


class LawLine(Told):
    slug: str
    title: Languages
    articles: str


class ServiceWhole(ServiceLine):
    """A guide with all its parts, as published."""

    version_id: uuid.UUID = Field(description="Give it as `service_version_id` to an application.")
    department_id: uuid.UUID
    department: Languages
    task_code: str | None
    statutory_amount: int | None
    statutory_unit: str
    conditions: Languages
    rights: Languages
    hours: Languages
    advice_phone: str
    complaint_phone: str
    form: list[dict[str, Any]] = Field(description="The questions of an application.")
    steps: list[NamedLine]
    materials: list[MaterialLine]
    costs: list[CostLine]
    fee_step: str = Field(description="When the fee is paid online: before, after, or empty.")
    signers: list[SignerLine]
    outputs: list[NamedLine]
    faqs: list[FaqLine]
    laws: list[LawLine]
    places: list[PlaceLine]
    related: list[str]


class EventLine(Told):
    slug: str
    code: str
    audience: str
    name: Languages
    summary: Languages
    bundle: bool = Field(description="Its services can be applied for as one matter.")


class EventList(Told):
    items: list[EventLine]


class PlannedLine(Told):
    service: str
    name: Languages
    optional: bool
    applies: Languages
    after: list[str]


class EventWhole(EventLine):
    """A life event and its services: those of one layer may be done at the same time."""

    advice: Languages
    layers: list[list[PlannedLine]]


class ArticlesAsked(Given):
    kind: Literal["knowledge", "faq", "investment"] | None = None


class ArticleLine(Told):
    slug: str
    kind: str
    title: Languages
    updated_at: dt.datetime


class ArticleList(Told):
    items: list[ArticleLine]


class ArticleWhole(ArticleLine):
    body: Languages
    services: list[str]


class SearchAsked(Given):
    text: str = Field(min_length=1, max_length=200, pattern=SOLID, examples=["水費"])
    language: Literal["zh-hant", "zh-hans", "en"] = "zh-hant"
    size: int = Field(20, ge=1, le=50)
    start: int = Field(0, ge=0, le=1000, description="`next` of the page before.")


class HitLine(Told):
    kind: str
    key: str
    title: str
    snippet: str


class Found(Told):
    """What was found, best first. `exact` false: nothing has it all, these are the nearest."""

    items: list[HitLine]
    exact: bool
    suggestion: str = Field(description="The spelling that was searched for instead, or empty.")
    next: int | None
