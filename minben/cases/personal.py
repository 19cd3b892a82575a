"""What requests tell of the people who made them (DESIGN §4.7).

A request belongs to the customer who made it, also the confidential one behind its seal. Words go, the row stays with
number, kind, dates and states, so that figures and the trail stay true.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Case as DbCase
from django.db.models import F, Func, JSONField, Q, QuerySet, Value, When
from django.db.models.functions import Substr
from django.utils.translation import ngettext

from minben.certificates.models import Certificate
from minben.foundation.files.models import Document
from minben.foundation.records.errors import Text
from minben.foundation.records.personal import Personal, holds_nothing_personal, holds_personal
from minben.parties.models import Party
from minben.payments.models import Attempt, Payment, PaymentLine
from minben.processes.engine.state import values_in
from minben.processes.models import Call, Clock, Run, Task

from .actions.draft import contents
from .applications.sealing import in_the_clear
from .course.states import FINAL
from .models import (
    BundlePart,
    Case,
    CaseDocument,
    CaseEvent,
    CaseScope,
    Draft,
    HandOver,
    Interaction,
    Mention,
    QualityReview,
    Rating,
    RepairCase,
    ResultDelivery,
    RuleFollowed,
    SealedParty,
    Signature,
    SubOrder,
)
from .reading.searching import rows_for, store

Ids = Iterable[UUID]
CASE_FIELDS = (
    "number kind status channel language topic title body answers place area_code latitude longitude answer outcome "
    "reason promised_at closed_at"
)
GONE = "—"
FREE_DATA = ("note", "basis", "text", "title")
"""Words that a step may carry in its data."""


def _cases(ids: Ids) -> QuerySet[Case]:
    wanted = list(ids)
    return Case.objects.filter(Q(party_id__in=wanted) | Q(sealed_party__party_id__in=wanted)).distinct()


def _keys(ids: Ids) -> list[UUID]:
    return list(_cases(ids).values_list("id", flat=True))


def _still_open(ids: Ids) -> Text:
    """The law keeps what a request still being worked on needs (PIPL art. 47)."""
    count = _cases(ids).exclude(status__in=FINAL).count()
    if not count:
        return ""
    said = ngettext(
        "%(count)d request is still being worked on. Close or withdraw it first.",
        "%(count)d requests are still being worked on. Close or withdraw them first.",
        count,
    )
    return said % {"count": count}


def _erase_cases(ids: Ids) -> int:
    keys = _keys(ids)
    count = Case.objects.filter(id__in=keys).update(
        title=GONE,
        body="",
        answers={},
        place="",
        area_code="",
        latitude=None,
        longitude=None,
        answer="",
        reason="",
        version=F("version") + 1,
    )
    CaseScope.objects.filter(case_id__in=keys).update(placed=False)
    store(rows_for(Case.objects.select_related("party").filter(id__in=keys)))
    return count


def _export_cases(ids: Ids) -> list[dict[str, Any]]:
    shown = ("id", *CASE_FIELDS.split())
    return [
        {**row, "answers": in_the_clear(row["id"], row["answers"])}
        for row in _cases(ids).order_by("id").values(*shown)
    ]


def _contacts(ids: Ids) -> QuerySet[Interaction]:
    wanted = list(ids)
    return Interaction.objects.filter(Q(party_id__in=wanted) | Q(case_id__in=_keys(wanted)))


def _events(ids: Ids) -> QuerySet[CaseEvent]:
    return CaseEvent.objects.filter(case_id__in=_keys(ids))


def _erase_events(ids: Ids) -> int:
    data: Any = F("data")
    for name in FREE_DATA:
        data = Func(
            data, Value(name), template="(%(expressions)s)", arg_joiner=" - ", output_field=JSONField()
        )
    return _events(ids).update(text="", data=data)


def _ratings(ids: Ids) -> QuerySet[Rating]:
    return Rating.objects.filter(case_id__in=_keys(ids))


def _erase_ratings(ids: Ids) -> int:
    """A bad rating keeps a reason, as the law asks; the words of the person go."""
    rows = _ratings(ids)
    bare = rows.filter(level__lt=3, reasons=[]).update(comment=GONE)
    return bare + rows.exclude(level__lt=3, reasons=[]).update(comment="")


def _drafts(ids: Ids) -> QuerySet[Draft]:
    wanted = list(ids)
    accounts = Party.objects.filter(id__in=wanted, account__isnull=False).values("account_id")
    keys = _keys(wanted)
    about = Q(case_typed_on__in=[str(key) for key in keys])
    rows = Draft.objects.annotate(case_typed_on=Substr("form", len("desk:") + 1, 36))
    own = Q(account_id__in=accounts) | Q(party_id__in=wanted)
    return rows.filter(own | Q(sent_case_id__in=keys) | about)


def _export_drafts(ids: Ids) -> list[dict[str, Any]]:
    return [{"id": row.id, "form": row.form, "data": contents(row)} for row in _drafts(ids).order_by("id")]


def _files(ids: Ids) -> QuerySet[CaseDocument]:
    """What the person sent, and the certificates that name them."""
    papers = Certificate.objects.filter(party_id__in=list(ids), document__isnull=False).values("document_id")
    named = Q(from_public=True) | Q(document_id__in=papers)
    return CaseDocument.objects.filter(named, case_id__in=_keys(ids))


def _export_files(ids: Ids) -> list[dict[str, Any]]:
    shown = ("id", "case_id", "document_id", "document__name", "material")
    return [dict(row) for row in _files(ids).order_by("id").values(*shown)]


def _erase_files(ids: Ids) -> int:
    """They become orphans, which the sweeper deletes with its bytes."""
    rows = _files(ids)
    documents = list(rows.values_list("document_id", flat=True))
    count = rows.delete()[0]
    used = CaseDocument.objects.filter(document_id__in=documents).values("document_id")
    Document.objects.filter(id__in=documents).exclude(id__in=used).update(linked_at=None, name=GONE)
    return count


def _runs(ids: Ids) -> QuerySet[Run]:
    return Run.objects.filter(subject_id__in=_keys(ids))


def _calls(ids: Ids) -> QuerySet[Call]:
    return Call.objects.filter(run__subject_id__in=_keys(ids))


def _export_runs(ids: Ids) -> list[dict[str, Any]]:
    """What a process has kept of the request: answers of its steps, and what it decided by."""
    rows = _runs(ids).order_by("id")
    return [
        {"id": run.id, "case_id": run.subject_id, "kept": values_in(bytes(run.state)), "trouble": run.trouble}
        for run in rows
    ]


def _gone_where_written(name: str) -> DbCase:
    """A mark in place of words that must not be empty."""
    return DbCase(When(**{name: ""}, then=Value("")), default=Value(GONE))


def _of_cases(model: type[Any], field: str) -> Callable[[Ids], QuerySet[Any]]:
    return lambda ids: model.objects.filter(**{f"{field}__in": _keys(ids)})


def _exported(
    rows: Callable[[Ids], QuerySet[Any]], fields: tuple[str, ...], ids: Ids
) -> list[dict[str, Any]]:
    return list(rows(ids).order_by("id").values("id", *fields))


def _emptied(rows: Callable[[Ids], QuerySet[Any]], fields: tuple[str, ...], ids: Ids) -> int:
    return rows(ids).update(**dict.fromkeys(fields, ""))


def _held(
    model: type[Any],
    rows: Callable[[Ids], QuerySet[Any]],
    shown: str,
    *,
    emptied: str = "",
    not_personal: str = "",
    erase: Callable[[Ids], int] | None = None,
) -> None:
    """Declare a model whose rows are found by ``rows``; without ``erase`` the fields ``emptied`` become ""."""
    fields = tuple(shown.split())
    holds_personal(
        Personal(
            model,
            "case__party_id",
            fields,
            tuple(not_personal.split()),
            export=functools.partial(_exported, rows, fields),
            erase=erase or functools.partial(_emptied, rows, tuple(emptied.split())),
        )
    )


_held(
    Interaction,
    _contacts,
    "direction channel kind summary body external_id case_id",
    emptied="summary body external_id",
)
_held(CaseEvent, _events, "name text data case_id", not_personal="actor_kind actor_name", erase=_erase_events)
_held(Rating, _ratings, "level reasons comment channel case_id", erase=_erase_ratings)
_held(
    RepairCase,
    lambda ids: RepairCase.objects.filter(rating__case_id__in=_keys(ids)),
    "state label contact_note result proof satisfied appeal decision due_at appealed_at decided_at",
    emptied="contact_note result proof appeal decision label",
)
_held(
    SubOrder,
    _of_cases(SubOrder, "case_id"),
    "question answer reason state due_at",
    emptied="question answer reason",
    not_personal="department_id asked_by holder_id accepted_at ended_at",
)
_held(
    ResultDelivery,
    _of_cases(ResultDelivery, "case_id"),
    "way state recipient phone address collector tracking posted_at ready_at handed_at handed_to proof reason",
    not_personal="token",
    erase=lambda ids: _of_cases(ResultDelivery, "case_id")(ids).update(
        **dict.fromkeys(("recipient", "phone", "address", "collector", "reason"), ""),
        **{name: _gone_where_written(name) for name in ("handed_to", "tracking")},
    ),
)
_held(
    HandOver,
    _of_cases(HandOver, "case_id"),
    "note state",
    emptied="note",
    not_personal="from_id to_id ended_at",
)
_held(
    QualityReview,
    _of_cases(QualityReview, "case_id"),
    "feedback objection decision points",
    emptied="feedback objection decision",
    not_personal="week drawn_why marks",
)
_held(Task, _of_cases(Task, "subject_id"), "kind label", emptied="label")
_held(
    Clock,
    _of_cases(Clock, "subject_id"),
    "kind due_at pause_reason",
    emptied="pause_reason",
    not_personal="unit rule",
)
_held(
    BundlePart,
    _of_cases(BundlePart, "case_id"),
    "key state",
    not_personal="after places",
    erase=lambda ids: 0,
)
_held(
    Payment,
    _of_cases(Payment, "case_id"),
    "name amount currency state receipt paid_at asked reason refunded_at",
    emptied="asked",
    not_personal="token",
)
_held(
    PaymentLine,
    _of_cases(PaymentLine, "payment__case_id"),
    "name amount state reason refunded_at",
    erase=lambda ids: 0,
)
_held(
    Attempt,
    _of_cases(Attempt, "payment__case_id"),
    "provider state came ended_at returned_at",
    not_personal="reference address expires_at provider_reference",
    erase=lambda ids: 0,
)
_held(
    Signature,
    _of_cases(Signature, "case_id"),
    "role name address state ended_at signed_name reason",
    emptied="name address signed_name reason",
    not_personal="language token expires_at reminded_at digest",
)
_held(
    RuleFollowed,
    _of_cases(RuleFollowed, "case_id"),
    "at automatic",
    not_personal="rule",
    erase=lambda ids: 0,
)
holds_personal(
    Personal(
        Run,
        "subject_id",
        ("state", "trouble"),
        ("subject_kind",),
        export=_export_runs,
        erase=lambda ids: _runs(ids).update(state=b"", trouble=""),
    )
)
holds_personal(
    Personal(
        Call,
        "run__subject_id",
        ("given", "error"),
        ("element", "handler"),
        export=lambda ids: _exported(_calls, ("handler", "given", "error"), ids),
        erase=lambda ids: _calls(ids).update(given={}, error=""),
    )
)
holds_personal(
    Personal(
        Draft,
        "account_id",
        ("form", "data"),
        ("token",),
        export=_export_drafts,
        erase=lambda ids: _drafts(ids).delete()[0],
    )
)
holds_personal(
    Personal(CaseDocument, "case__party_id", ("material",), export=_export_files, erase=_erase_files)
)
holds_personal(Personal(SealedParty, "party_id", ("case_id",), erase=lambda ids: 0))  # leads to a tombstone
holds_personal(
    Personal(
        Case,
        "party_id",
        tuple(CASE_FIELDS.split()),
        ("hurried_on", "resolved", "track_token", "track_digest", "source", "source_key"),
        export=_export_cases,
        erase=_erase_cases,
        hold=_still_open,
    )
)
holds_nothing_personal(Mention, "name")
