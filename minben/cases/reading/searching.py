"""The search row of a case: what it says, in the folding of ``foundation.textsearch``, written by the actions.

A confidential or anonymous case is indexed without any name: it has none on its row.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db.models import Exists, Expression, OuterRef, QuerySet

from minben.cases.models import Case, CaseScope, CaseSearch
from minben.foundation import textsearch
from minben.foundation.records import prepared
from minben.foundation.records.fresh import fresh


def write(case: Case) -> None:
    """Write the row of one case anew."""
    store(rows_for([case]))


def first_row(case: Case, name: str) -> CaseSearch:
    """The row of a new case whose customer is called ``name``, its vector as the literal that the database reads."""
    return fresh(CaseSearch, case_id=case.id, vector=textsearch.vector(_words(case, name)))


def rows_for(cases: Iterable[Case]) -> list[CaseSearch]:
    return [CaseSearch(case=case, vector=_vector(case)) for case in cases]


def store(rows: list[CaseSearch]) -> None:
    """Write rows, new ones and those that were there."""
    CaseSearch.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["case"], update_fields=["vector"]
    )


def _vector(case: Case) -> Expression:
    name = case.party.name if case.party_id and case.party else ""
    return textsearch.as_vector(_words(case, name))


def _words(case: Case, name: str) -> list[tuple[str, str]]:
    return words(case.number, case.title, name, case.place, case.body, case.answer)


def words(
    number: str, title: str, name: str, place: str, body: str, answer: str = ""
) -> list[tuple[str, str]]:
    """What a case is found by, with the weight of each."""
    return [(number, "A"), (title, "A"), (name, "B"), (place, "C"), (body, "C"), (answer, "D")]


def matching(text: str, departments: frozenset[uuid.UUID]) -> QuerySet[CaseSearch]:
    """Search rows of cases that one of ``departments`` may see, best first."""
    visible = CaseScope.objects.filter(case_id=OuterRef("case_id"), department_id__in=departments)
    rows: QuerySet[CaseSearch] = textsearch.match(
        CaseSearch.objects.filter(Exists(visible)), text, field="vector"
    )
    return rows


_NEAREST = """
WITH hit AS MATERIALIZED (
  (SELECT case_id FROM cases_casesearch WHERE vector @@ $1::tsquery LIMIT 3000)
  UNION
  (SELECT case_id FROM (SELECT * FROM cases_casesearch ORDER BY case_id DESC LIMIT 3000) n WHERE vector @@ $1::tsquery)
)
SELECT s.case_id FROM hit JOIN cases_casesearch s USING (case_id)
WHERE s.case_id != $2::uuid AND EXISTS (
  SELECT 1 FROM cases_casescope c WHERE c.case_id = s.case_id AND c.department_id = ANY($3::uuid[])
)
ORDER BY ts_rank(s.vector, $1::tsquery) DESC, s.case_id DESC LIMIT $4::int
"""


def nearest(case: Case, departments: frozenset[uuid.UUID], limit: int) -> list[uuid.UUID]:
    """Keys of cases that share most words with the title of ``case`` and that one of ``departments`` may see.

    Where thousands share a word, some thousands of them and the newest are compared: what is so common need not be looked through.
    """
    asked = textsearch.query(case.title, loose=True)
    if not asked:
        return []
    return [key for (key,) in prepared.rows(_NEAREST, [asked, case.id, list(departments), limit])]
