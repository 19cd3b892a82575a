"""A guide as it is written (YAML, an import, the editor's form), read into one checked shape.

The names are those of the models, so a guide file reads like the reference of ``ServiceVersion`` and its parts.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from minben.foundation.records.errors import Invalid, Text
from minben.foundation.records.translated import localized

from . import forms
from .rules import Facts, Fee, Result
from .texts import complete

TEXTS = (
    "name",
    "summary",
    "conditions",
    "special_procedure",
    "time_note",
    "visits_reason",
    "hours",
    "rights",
    "quantity_limit",
)
WORDS = (
    "task_type",
    "use_level",
    "power_source",
    "dept_type",
    "mode",
    "statutory_unit",
    "promised_unit",
    "online_depth",
    "online_link",
    "handle_area",
    "advice_phone",
    "complaint_phone",
    "fee_step",
)
NUMBERS = ("statutory_amount", "promised_amount", "visits")
ANSWERS = ("appointment", "pays_online", "by_post", "fee_back")
LISTS = ("audiences", "ways", "keywords")
DEFAULTS: dict[str, Any] = {"mode": "2", "statutory_unit": "1", "promised_unit": "1", "visits": 0}
AUDIENCES = frozenset({"person", "business", "government"})
FEE_STEPS = frozenset({"", "before", "after"})
LATER = ("fee_step", "fee_back", "signers")
"""What came after the first guides: empty, it is not in the digest, so that an unchanged guide makes no version."""


@dataclass(frozen=True)
class Shape:
    """What one kind of part may say: translated texts, plain words, numbers, truth values, and its law."""

    texts: tuple[str, ...]
    words: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    law: bool = False

    @property
    def names(self) -> set[str]:
        own = {*self.texts, *self.words, *self.numbers, *self.answers, *self.amounts, *self.lists}
        return own | ({"law"} if self.law else set())


PARTS: dict[str, Shape] = {
    "steps": Shape(("name", "detail", "duration")),
    "materials": Shape(
        ("name", "source_note", "fill_note", "standard", "sample"),
        words=("code", "need", "form", "source", "trust"),
        numbers=("copies",),
        law=True,
    ),
    "costs": Shape(
        ("name", "standard", "reduction"),
        words=("currency",),
        answers=("reducible",),
        amounts=("amount",),
        law=True,
    ),
    "outputs": Shape(("name", "validity", "delivery"), words=("kind", "code"), lists=("gives",)),
    "faqs": Shape(("question", "answer")),
    "legal_bases": Shape((), words=("articles",), law=True),
    "signers": Shape(("name", "note"), numbers=("least", "most")),
}
KNOWN = {*TEXTS, *WORDS, *NUMBERS, *ANSWERS, *LISTS, *PARTS, "form", "places"}


@dataclass(frozen=True)
class Guide:
    """A guide ready to become a version. Laws are named by slug, places by office code."""

    values: dict[str, Any]
    parts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    places: tuple[str, ...] = ()

    @property
    def laws(self) -> set[str]:
        return {part["law"] for parts in self.parts.values() for part in parts if part.get("law")}

    @property
    def digest(self) -> str:
        values, parts = (
            {name: value for name, value in held.items() if value or name not in LATER}
            for held in (self.values, self.parts)
        )
        whole = [values, parts, self.places]
        text = json.dumps(whole, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    def facts(self, topics: frozenset[str]) -> Facts:
        """What the publication rules look at; ``topics``: the audiences it stands under a topic of."""
        value = self.values
        return Facts(
            mode=value["mode"],
            statutory=_span(value, "statutory"),
            promised=_span(value, "promised"),
            visits=value["visits"],
            visits_reason=str(localized(value["visits_reason"], "zh-hant")),
            online_depth=value["online_depth"],
            ways=frozenset(value["ways"]),
            by_post=value["by_post"],
            fees=tuple(Fee(c["amount"], bool(c.get("law"))) for c in self.parts["costs"]),
            results=tuple(
                Result(o["kind"], str(localized(o["name"], "zh-hant"))) for o in self.parts["outputs"]
            ),
            audiences=frozenset(value["audiences"]),
            topics=topics,
        )


def _span(values: Mapping[str, Any], name: str) -> tuple[int, str] | None:
    amount = values[f"{name}_amount"]
    return None if amount is None else (amount, values[f"{name}_unit"])


def read(raw: Mapping[str, Any]) -> Guide:
    """The guide written in ``raw``. Raises Invalid naming every wrong place ("materials.2.copies")."""
    problems: dict[str, Text] = {
        name: _("A guide has no such part. Check the spelling.") for name in sorted(set(raw) - KNOWN)
    }
    values = _values(raw, problems)
    parts = {name: _parts(name, raw.get(name) or [], problems) for name in PARTS}
    if not values["name"]:
        problems["name"] = _("Give the service a name.")
    if not values["audiences"] or set(values["audiences"]) - AUDIENCES:
        problems["audiences"] = _("Say for whom it is: person, business or government.")
    if wrong := _wrong_fee(values["fee_step"], parts["costs"]):
        problems["fee_step"] = wrong
    for at, signer in enumerate(parts["signers"]):
        if not signer.get("name"):
            problems[f"signers.{at}.name"] = _("Say who signs.")
        if not 1 <= (signer.get("least") or 1) <= (signer.get("most") or 1) <= 20:
            problems[f"signers.{at}.most"] = _("At least one and at most twenty, and not fewer than needed.")
    if problems:
        raise Invalid(_("The guide has %(count)d mistakes.") % {"count": len(problems)}, fields=problems)
    return Guide(values, parts, tuple(raw.get("places") or ()))


def _wrong_fee(step: str, costs: list[dict[str, Any]]) -> Text:
    """Online only a fixed sum of one currency can be asked for."""
    if step not in FEE_STEPS:
        return _("Write one of: %(kinds)s.") % {"kinds": ", ".join(sorted(FEE_STEPS - {""}))}
    if not step:
        return ""
    charged = [cost for cost in costs if cost["amount"]]
    currencies = {cost.get("currency") or "CNY" for cost in charged}
    open_ones = [cost for cost in costs if cost["amount"] is None]
    if len(currencies) != 1 or open_ones:
        return _("A fee that is paid online needs fixed amounts in one currency.")
    return ""


def _values(raw: Mapping[str, Any], problems: dict[str, Text]) -> dict[str, Any]:
    values: dict[str, Any] = {name: complete(raw.get(name)) for name in TEXTS}
    values |= {name: _word(raw.get(name), DEFAULTS.get(name, "")) for name in WORDS}
    values |= {name: _number(raw, name, name, problems, DEFAULTS.get(name)) for name in NUMBERS}
    values |= {name: bool(raw.get(name, False)) for name in ANSWERS}
    values |= {name: [str(word) for word in raw.get(name) or []] for name in LISTS}
    try:
        values["form"] = forms.dump(forms.parse(raw.get("form") or []))
    except Invalid as error:
        problems.update(error.fields)
    return values


def _parts(name: str, raw: list[Any], problems: dict[str, Text]) -> list[dict[str, Any]]:
    return [_part(PARTS[name], item, f"{name}.{at}", problems) for at, item in enumerate(raw)]


def _part(shape: Shape, raw: Any, place: str, problems: dict[str, Text]) -> dict[str, Any]:
    if not isinstance(raw, Mapping):
        problems[place] = _("Write the part as a mapping.")
        return {}
    for name in sorted(set(raw) - shape.names):
        problems[f"{place}.{name}"] = _("There is no such field here. Check the spelling.")
    made: dict[str, Any] = {name: complete(raw.get(name)) for name in shape.texts}
    made |= {name: _word(raw[name], "") for name in shape.words if raw.get(name) is not None}
    made |= {
        name: _number(raw, name, f"{place}.{name}", problems, None)
        for name in shape.numbers
        if raw.get(name) is not None
    }
    made |= {name: bool(raw[name]) for name in shape.answers if name in raw}
    made |= {name: [str(one) for one in raw[name]] for name in shape.lists if raw.get(name)}
    made |= {name: _amount(raw.get(name), f"{place}.{name}", problems) for name in shape.amounts}
    if shape.law and raw.get("law"):
        made["law"] = str(raw["law"])
    return made


def _word(value: Any, default: str) -> str:
    return default if value is None else str(value).strip()


def _number(
    raw: Mapping[str, Any], name: str, place: str, problems: dict[str, Text], default: int | None
) -> int | None:
    value = raw.get(name)
    if value is None:
        return default
    if isinstance(value, bool) or not str(value).isdigit():
        problems[place] = _("Write a whole number, 0 or more.")
        return default
    return int(value)


def _amount(value: Any, place: str, problems: dict[str, Text]) -> Decimal | None:
    if value is None:
        return None
    try:
        return Decimal(str(value)).quantize(Decimal("0.01"))
    except InvalidOperation:
        problems[place] = _("Write an amount, like 10 or 12.50.")
        return None


def today_or(day: dt.date | str | None, today: dt.date) -> dt.date:
    """A day as written in a file, or ``today``."""
    return dt.date.fromisoformat(day) if isinstance(day, str) else day or today
