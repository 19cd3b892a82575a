"""The sheet of the quality checks: another version takes its place, and what was checked keeps the one it had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from minben.cases.models import QualitySheet
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Invalid, Missing, Text

from .quality import current_sheet

MOST = 20
HEAVIEST = 100
Texts = Mapping[str, str]
Line = Mapping[str, Any]


@transaction.atomic
def revise_sheet(actor: Actor, *, base: int, name: Texts, lines: Sequence[Line]) -> QualitySheet:
    """The sheet of all draws to come; cases that were drawn already are checked with the sheet of their draw.

    ``base`` is the version that was looked at. A line: ``key`` (empty for a new one), ``weight``, ``critical``, ``text``;
    ``at`` names it in errors. Raises Invalid at the field, Conflict when somebody was faster or nothing changed.
    """
    require(actor, "quality.rules")
    held = _newest()
    if held.number != base:
        raise Conflict(_("Somebody else changed this meanwhile. Look at it again."))
    _check(name, lines)
    criteria = _criteria(held, lines)
    if criteria == held.criteria and dict(name) == _plain(held.name):
        raise Conflict(_("Nothing is different from the sheet there is."))
    made = QualitySheet.objects.create(
        code=held.code, number=held.number + 1, name=dict(name), criteria=criteria
    )
    trail.wrote(
        actor,
        "quality.sheet.revised",
        subject=("quality_sheet", made.id),
        before=_told(held),
        after=_told(made),
    )
    return made


def take_up_sheet(actor: Actor, number: int, *, base: int) -> QualitySheet:
    """An earlier version counts again, as the newest one."""
    require(actor, "quality.rules")
    earlier = QualitySheet.objects.filter(code=current_sheet().code, number=number).first()
    if earlier is None:
        raise Missing(_("There is no such sheet."))
    return revise_sheet(actor, base=base, name=_plain(earlier.name), lines=earlier.criteria)


def _newest() -> QualitySheet:
    return QualitySheet.objects.select_for_update().get(id=current_sheet().id)


def _plain(text: Mapping[str, Any]) -> dict[str, str]:
    """Without the mark of origin."""
    return {language: words for language, words in text.items() if language != "_origin"}


def _told(sheet: QualitySheet) -> dict[str, Any]:
    return {"number": sheet.number, "name": sheet.name, "criteria": sheet.criteria}


def _check(name: Texts, lines: Sequence[Line]) -> None:
    if not name.get("zh-hant"):
        raise _invalid("name_zh_hant", _("Give the sheet a name."))
    if not lines:
        raise Invalid(_("A sheet needs at least one line."))
    if len(lines) > MOST:
        raise Invalid(
            _("A sheet has at most %(most)d lines: nobody fills in more with care.") % {"most": MOST}
        )
    for position, line in enumerate(lines):
        _check_line(line, line.get("at", position))


def _check_line(line: Line, at: int) -> None:
    if not line["text"].get("zh-hant"):
        raise _invalid(f"line{at}_zh_hant", _("Write what is looked at."))
    if not 1 <= int(line["weight"] or 0) <= HEAVIEST:
        raise _invalid(f"weight{at}", _("A weight is a whole number from 1 to 100."))


def _criteria(held: QualitySheet, lines: Sequence[Line]) -> list[dict[str, Any]]:
    """As they are stored. A key names the same line in every version; a new line gets one that no version had."""
    rows = QualitySheet.objects.filter(code=held.code).values_list("criteria", flat=True)
    taken = {one["key"] for criteria in rows for one in criteria}
    found: list[dict[str, Any]] = []
    for line in lines:
        key = str(line.get("key") or _fresh_key(taken))
        taken.add(key)
        critical = {"critical": True} if line.get("critical") else {}
        found.append({"key": key, "weight": int(line["weight"]), **critical, "text": dict(line["text"])})
    return found


def _fresh_key(taken: set[str]) -> str:
    return next(key for n in range(1, len(taken) + 2) if (key := f"line-{n}") not in taken)


def _invalid(field: str, text: Text) -> Invalid:
    return Invalid(text, fields={field: text})
