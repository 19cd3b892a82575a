"""Letters of a case: which a step brings, which can be made, and making one."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from minben.cases.applications.awarding import laid_on
from minben.cases.models import Case, CaseEvent, Kind
from minben.certificates import rendering
from minben.certificates.actions import issue
from minben.certificates.models import Certificate
from minben.certificates.orders import Letter as Words
from minben.certificates.orders import Order, sample_of
from minben.certificates.queries import papers_of
from minben.foundation.access.actor import SYSTEM, Actor
from minben.foundation.access.policies import require
from minben.foundation.audit import trail
from minben.foundation.records.errors import Conflict, Missing
from minben.foundation.records.translated import localized

from . import wording
from .facts import addressee, day_of, facts_of
from .kinds import LETTERS, Letter


@dataclass(frozen=True)
class Possible:
    """A letter that fits the case, of the newest step that it may tell of. ``held``: the one that was made of it."""

    letter: Letter
    line: CaseEvent
    held: Certificate | None

    @property
    def makeable(self) -> bool:
        """One step has one letter that holds; a revoked one may be made again."""
        return self.held is None or self.held.revoked


def brought_by(case_id: uuid.UUID, verbs: frozenset[str]) -> tuple[str, uuid.UUID] | None:
    """The letter that the newest of these steps brings by itself, with the line of the step; None for no letter."""
    case = _written_to(case_id)
    line = _line(case_id, verbs) if case is not None else None
    if case is None or line is None:
        return None
    letter = _fitting(case, line)
    return (letter.name, line.id) if letter and wording.made_by_itself(letter.name) else None


def write(case_id: uuid.UUID, name: str, line_id: uuid.UUID) -> Certificate | None:
    """Make the letter of a step, sign it and lay it among the files of the case; the same when called again."""
    case = _written_to(case_id)
    line = CaseEvent.objects.filter(case_id=case_id, pk=line_id).first()
    if case is None or line is None:
        return None
    return _made(SYSTEM, case, LETTERS[name], line, edition=1)


def possible(case: Case) -> list[Possible]:
    """The letters that steps of this case give words for, in the order of their kinds."""
    if not _gets_letters(case):
        return []
    held = {paper.output: paper for paper in papers_of(case.id)}
    verbs = {verb for letter in LETTERS.values() for verb in letter.verbs}
    newest: dict[str, CaseEvent] = {}
    for line in CaseEvent.objects.filter(case_id=case.id, name__in=verbs).order_by("id"):
        letter = _fitting(case, line)
        if letter is not None:
            newest[letter.name] = line
    return [
        Possible(letter, newest[name], held.get(_output(letter, newest[name])))
        for name, letter in LETTERS.items()
        if name in newest
    ]


def make(actor: Actor, case: Case, name: str) -> Certificate:
    """An officer makes the letter of the newest step that it tells of; one that was revoked is made again.

    Raises Refused, Missing for a letter without its step, Conflict when it was made and holds.
    """
    require(actor, "case.letter", case)
    found = _one(case, name)
    if not found.makeable:
        raise Conflict(_("This letter was made already. Revoke it first, if it is wrong."))
    edition = found.held.edition + 1 if found.held else 1
    return _made(actor, case, found.letter, found.line, edition=edition)


def preview(actor: Actor, case: Case, name: str) -> bytes:
    """The PDF as it would be made now, marked as a draft; the look is logged. Raises Refused, Missing."""
    require(actor, "case.letter", case)
    found = _one(case, name)
    trail.saw(actor, "case.letter_preview", kind="case", ids=[case.id], case_id=case.id)
    return rendering.pdf(sample_of(_order(case, found.letter, found.line, None)))


def _written_to(case_id: uuid.UUID) -> Case | None:
    """The case, when letters are written in it."""
    rows = Case.objects.select_related("party", "department__jurisdiction", "jurisdiction", "service_version")
    case = rows.filter(pk=case_id).first()
    return case if case is not None and _gets_letters(case) else None


def _gets_letters(case: Case) -> bool:
    """An application for one service, of somebody with a name, in a department. Parts of a whole get their own."""
    return bool(
        case.kind == Kind.APPLICATION and case.party_id and case.department_id and case.service_version_id
    )


def _line(case_id: uuid.UUID, verbs: frozenset[str]) -> CaseEvent | None:
    return CaseEvent.objects.filter(case_id=case_id, name__in=verbs).order_by("-id").first()


def _fitting(case: Case, line: CaseEvent) -> Letter | None:
    """The letter that tells of this step."""
    outcome = line.data.get("outcome", case.outcome)
    fits = (one for one in LETTERS.values() if line.name in one.verbs)
    return next((one for one in fits if not one.outcome or one.outcome == outcome), None)


def _one(case: Case, name: str) -> Possible:
    found = next((one for one in possible(case) if one.letter.name == name), None)
    if found is None:
        raise Missing(_("There is no step of this case that such a letter could tell of."))
    return found


def _output(letter: Letter, line: CaseEvent) -> str:
    return f"{letter.name}:{line.id}"


def _made(actor: Actor, case: Case, letter: Letter, line: CaseEvent, *, edition: int) -> Certificate:
    by = actor.staff_id or line.actor_id
    made = issue(actor, _order(case, letter, line, by), edition=edition)
    laid_on(case, made)
    return made


def _addressee(case: Case) -> str:
    with translation.override(case.language):
        return addressee(case)


def _order(case: Case, letter: Letter, line: CaseEvent, by: uuid.UUID | None) -> Order:
    assert case.party is not None and case.department is not None
    texts = wording.texts_of(letter.name)
    body = str(localized(texts["body"], case.language))
    words = Words(
        letter.name,
        wording.filled(body, facts_of(case, line, letter)),
        day_of(case, line),
        wording.version_of(letter.name),
    )
    return Order(
        case_id=case.id,
        case_number=case.number,
        output=_output(letter, line),
        name=texts["title"],
        party_id=case.party.id,
        holder=_addressee(case),
        department=case.department,
        language=case.language,
        service_version_id=case.service_version_id,
        decided_by=by,
        letter=words,
    )
