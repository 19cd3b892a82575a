"""Rules V09 to V12 of lists/service_validation_rules.csv, on a guide as written. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from minben.catalog.rules import Finding

GOVERNMENT = "20"
BASIC, WHOLE = 12, 31
MATERIAL_FACTS = ("need", "form", "copies", "source")


def of_content(content: Mapping[str, Any]) -> list[Finding]:
    """V09, V10 and V11 of a guide. V12 (versions only count up, cases keep theirs) is held by the database."""
    return [*once_only(content), *materials_complete(content), *codes_agree(content)]


def once_only(content: Mapping[str, Any]) -> Iterator[Finding]:
    """V09 (a warning): what government issued is fetched; the form must not demand it of the applicant."""
    fetched = {
        str(m.get("code"))
        for m in content.get("materials") or []
        if m.get("source") == GOVERNMENT and m.get("code")
    }
    for at, question in enumerate(content.get("form") or []):
        demands = question.get("kind") == "file" and question.get("required", True)
        if demands and question.get("material") in fetched:
            yield Finding(
                "V09",
                f"form.{at}.required",
                _("Government issued this: do not demand it of the applicant."),
                True,
            )


def materials_complete(content: Mapping[str, Any]) -> Iterator[Finding]:
    """V10 (a measure, shown as a warning): each material says whether it is needed, its form, copies and source."""
    for at, material in enumerate(content.get("materials") or []):
        if any(material.get(name) in (None, "") for name in MATERIAL_FACTS):
            yield Finding(
                "V10",
                f"materials.{at}",
                _("Say whether it is needed, its form, copies and where it comes from."),
                True,
            )


def accuracy(content: Mapping[str, Any]) -> Fraction:
    """The measure of V10: the share of the four facts that the materials say; 1 without materials."""
    materials = content.get("materials") or []
    asked = len(materials) * len(MATERIAL_FACTS)
    said = sum(material.get(name) not in (None, "") for material in materials for name in MATERIAL_FACTS)
    return Fraction(said, asked) if asked else Fraction(1)


def codes_agree(content: Mapping[str, Any]) -> Iterator[Finding]:
    """V11: 18 of the body, 1 of the level, 12 of the basic code. Codes of another length are not of this make."""
    whole, basic = str(content.get("task_code") or ""), str(content.get("catalog_code") or "")
    if len(whole) < WHOLE:
        return
    level = str(content.get("use_level") or "")
    if (basic and whole[19:WHOLE] != basic[:BASIC]) or (level and whole[18] != level):
        yield Finding(
            "V11",
            "task_code",
            _("The implementation code must hold the level and the basic code of this service."),
        )
