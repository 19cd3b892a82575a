"""The facts that a letter may name, read from the case and from the step it tells of; "" for what there is not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import pgettext

from minben.agencies.queries import place_name
from minben.cases.models import Case, CaseEvent
from minben.catalog.models import LegalBasis
from minben.foundation.records.texts import listed
from minben.foundation.records.translated import localized
from minben.processes.models import Clock

from .kinds import Letter


def facts_of(case: Case, line: CaseEvent, letter: Letter) -> dict[str, str]:
    """What the text of ``letter`` may name, in the language of the case. ``line`` is the step it tells of."""
    with translation.override(case.language):
        return {name: _MAKERS[name](case, line) for name in letter.facts}


def day_of(case: Case, line: CaseEvent) -> dt.date:
    """The day of the step, where the case is."""
    return line.made_at.astimezone(case.jurisdiction.zone).date()


def addressee(case: Case) -> str:
    """To whom a letter is written; somebody whose name is not kept is written to as the applicant."""
    known = case.party.name if case.party else ""
    return known or pgettext("to whom a letter is written", "Applicant")


def _service(case: Case, _line: CaseEvent) -> str:
    return str(localized(case.service_version.name)) if case.service_version else case.title


def _due(case: Case, line: CaseEvent) -> str:
    """As it was promised by that step: a later extension does not change what was told."""
    if line.data.get("after"):
        return _moment(case, dt.datetime.fromisoformat(line.data["after"]))
    kind = "supply" if line.name == "ask_supplement" else "decide"
    clock = Clock.objects.filter(subject_id=case.id, kind=kind).order_by("-id").first()
    return _moment(case, clock.extended_from or clock.due_at) if clock else ""


def _before(case: Case, line: CaseEvent) -> str:
    before = line.data.get("before")
    return _moment(case, dt.datetime.fromisoformat(before)) if before else ""


def _items(_case: Case, line: CaseEvent) -> str:
    return "\n".join(f"{n}. {item}" for n, item in enumerate(line.data.get("items", []), 1))


def _reason(case: Case, line: CaseEvent) -> str:
    return case.answer if line.name == "decide" else line.text


def _basis(case: Case, _line: CaseEvent) -> str:
    rows = LegalBasis.objects.filter(version_id=case.service_version_id).select_related("law")
    return listed(f"{localized(row.law.title)} {row.articles}".strip() for row in rows.order_by("order"))


def _department(case: Case, _line: CaseEvent) -> str:
    return str(localized(case.department.name)) if case.department else ""


def _moment(case: Case, at: dt.datetime) -> str:
    return day_in_words(at.astimezone(case.jurisdiction.zone).date())


def day_in_words(day: dt.date) -> str:
    return str(date_format(day, "DATE_FORMAT"))


def address() -> str:
    language = translation.get_language() or ""
    prefix = "" if language in {"", settings.LANGUAGE_CODE} else f"/{language}"
    return f"{settings.PUBLIC_URL}{prefix}/track/"


_MAKERS: dict[str, Callable[[Case, CaseEvent], str]] = {
    "applicant": lambda case, _line: addressee(case),
    "service": _service,
    "number": lambda case, _line: case.number,
    "received": lambda case, _line: _moment(case, case.made_at),
    "date": lambda case, line: day_in_words(day_of(case, line)),
    "due": _due,
    "before": _before,
    "items": _items,
    "reason": _reason,
    "basis": _basis,
    "department": _department,
    "phone": lambda case, _line: case.department.phone if case.department else "",
    "city": lambda case, _line: place_name(case.jurisdiction, case.language),
    "link": lambda _case, _line: address(),
}
