"""A few questions find the services of a life event that apply: the same for the public and for staff."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import get_language

from minben.cases.applications import fees
from minben.cases.applications.matter import Matter, Role, roles_of
from minben.cases.applications.offered import of_bundle
from minben.catalog.bundling import Effort
from minben.catalog.models import Material
from minben.catalog.queries.bundles import Bundle, Proposed, proposed
from minben.foundation.records.errors import Invalid
from minben.payments.money import shown

from .forms import Form
from .questions import field_of


class GuideForm(Form):
    """One field for each question. Nothing in it is personal."""

    autocomplete = False

    def __init__(self, bundle: Bundle, data: Mapping[str, Any] | None) -> None:
        super().__init__(data)
        self.bundle = bundle
        for question in bundle.questions:
            self.fields[question.key] = field_of(question)

    def answers(self) -> dict[str, Any]:
        """What was answered so far; nothing before the form was sent, or when it was sent wrongly."""
        if not self.is_bound or not self.is_valid():
            return {}
        return {
            q.key: self.cleaned_data[q.key] for q in self.bundle.questions if self.cleaned_data.get(q.key)
        }


@dataclass(frozen=True)
class Before:
    """What stands before the sending of the whole. ``fees``: (service, sum in words)."""

    fees: list[tuple[Mapping[str, Any], str]]
    signers: list[Role]


@dataclass(frozen=True)
class Guide:
    """Where somebody stands with the questions. ``asked``: they are still to be answered; ``picked``: by their keys."""

    bundle: Bundle
    form: GuideForm
    proposed: list[Proposed]
    picked: list[str]
    asked: bool

    @property
    def answered(self) -> str:
        """The answers that the parts were found by, to see whether they changed since."""
        return urlencode(self.form.answers(), doseq=True)

    @property
    def to_have(self) -> list[Material]:
        return self.bundle.to_have(self.picked)

    @property
    def efforts(self) -> tuple[Effort, Effort] | None:
        return self.bundle.efforts(self.picked) if self.picked else None

    @property
    def before(self) -> Before:
        return before_sending(self.bundle, self.picked)


def guide(bundle: Bundle, data: QueryDict | None, *, now: dt.datetime) -> Guide:
    """``data``: what was pressed, if anything was. What was ticked stays while the answers stay."""
    form = GuideForm(bundle, data)
    found = proposed(bundle, form.answers(), now=now)
    picked = [one.offered.key for one in found if one.applies]
    made = Guide(bundle, form, found, picked, asked=bool(bundle.questions) and data is None)
    if data is not None and data.get("answered") == made.answered:
        made = dataclasses.replace(made, picked=data.getlist("parts") or picked)
    return made


def begun(made: Guide, data: QueryDict) -> Matter | None:
    """The form that is to begin, when that was pressed and can be; what is wrong stands in the form then."""
    if "start" not in data or not made.form.is_valid():
        return None
    try:
        return of_bundle(made.bundle, data.getlist("parts"))
    except Invalid as problem:
        made.form.add_error(None, str(problem.message))
        return None


def before_sending(bundle: Bundle, keys: Collection[str]) -> Before:
    versions = [one.version for one in bundle.chosen(keys)]
    language = get_language() or "zh-hant"
    found = [(v.name, fee) for v in versions if fees.paid_before(v) and (fee := fees.owed(v))]
    return Before(
        [(name, shown(fee.amount, fee.currency, language)) for name, fee in found], roles_of(versions)
    )
