"""What one written guide must satisfy: the rules of publication, a whole form, texts in their languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from minben.catalog import forms, rules
from minben.foundation.records.errors import Invalid

CHINESE, ENGLISH = "zh-hant", "en"
PARTS_IN_WORDS = frozenset(
    {
        "name",
        "detail",
        "duration",
        "source_note",
        "fill_note",
        "standard",
        "sample",
        "validity",
        "delivery",
        "question",
        "answer",
    }
)
"""What a part of a guide says in words; a bare string there is Chinese without its English."""


def broken_rules(item: Mapping[str, Any], department: Mapping[str, Any]) -> Iterator[str]:
    """V01–V08, the rules the catalogue itself publishes by, and V11: the task code is made of its three parts."""
    for found in rules.check(_facts(item)):
        yield f"{found.rule} {found.field}: {found.message}"
    if item["task_code"] != f"{department['credit_code']}{item['use_level']}{item['catalog_code']}":
        yield "V11 task_code: it is not credit code, level and catalogue code"


def _facts(item: Mapping[str, Any]) -> rules.Facts:
    return rules.Facts(
        mode=item["mode"],
        statutory=(item["statutory_amount"], item["statutory_unit"]),
        promised=(item["promised_amount"], item["promised_unit"]),
        visits=item["visits"],
        visits_reason=str(chinese(item.get("visits_reason"))),
        online_depth=item["online_depth"],
        ways=frozenset(item["ways"]),
        by_post=item["by_post"],
        fees=tuple(rules.Fee(cost.get("amount"), bool(cost.get("law"))) for cost in item["costs"]),
        results=tuple(rules.Result(out["kind"], chinese(out["name"])) for out in item["outputs"]),
        audiences=frozenset(item["audiences"]),
        topics=frozenset(item["topics"]),
    )


def answers_of(item: Mapping[str, Any]) -> Iterator[str]:
    """A guide with nothing left out, and a form whose uploads are among the materials."""
    for part, least in (
        ("steps", 4),
        ("materials", 1),
        ("costs", 1),
        ("outputs", 1),
        ("faqs", 2),
        ("legal_bases", 1),
    ):
        if len(item[part]) < least:
            yield f"{part}: {least} or more are needed"
    try:
        questions = forms.parse(item["form"])
    except Invalid as error:
        yield from (f"{place}: {message}" for place, message in error.fields.items())
        return
    codes = {material["code"] for material in item["materials"]}
    for question in questions:
        if question.material and question.material not in codes:
            yield f"form.{question.key}: {question.material} is not one of its materials"


def question_texts(form: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Labels, helps and choices of a form that lack Chinese or English."""
    for question in form:
        place = f"form.{question.get('key')}"
        yield from _text(f"{place}.label", question.get("label"))
        if question.get("help"):
            yield from _text(f"{place}.help", question["help"])
        for choice in question.get("choices") or []:
            yield from _text(f"{place}.{choice.get('value')}", choice.get("label"))


def missing_texts(
    place: str, item: Mapping[str, Any], names: Iterable[str], *, deep: bool = False
) -> Iterator[str]:
    """Texts that lack Chinese or English; ``deep`` looks through the parts of a guide too."""
    for name in names:
        yield from _text(f"{place}.{name}", item.get(name))
    if deep:
        for part in ("steps", "materials", "costs", "outputs", "faqs"):
            for at, line in enumerate(item[part]):
                for name, value in line.items():
                    if isinstance(value, Mapping) or name in PARTS_IN_WORDS:
                        yield from _text(f"{place}.{part}.{at}.{name}", value)


def _text(place: str, value: Any) -> Iterator[str]:
    texts = value if isinstance(value, Mapping) else {CHINESE: value}
    for language in (CHINESE, ENGLISH):
        if not str(texts.get(language) or "").strip():
            yield f"{place}: {language} is missing"


def chinese(value: Any) -> str:
    """The Traditional Chinese of a text; a bare string is that already."""
    return str(value.get(CHINESE, "")) if isinstance(value, Mapping) else str(value or "")
