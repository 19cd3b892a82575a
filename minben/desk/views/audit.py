"""The trail, for the audit administrator: who changed and who read what, and the proof that nothing was altered."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from minben.desk.forms.audit import TrailForm
from minben.desk.presenters.export import Echo, for_the_trail, safe
from minben.foundation.access.actor import Actor
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.audit import queries, trail
from minben.foundation.audit.verify import verify as verified
from minben.foundation.records.keyset import count_up_to

EXPORT_MOST, _BATCH = 10_000, 2_000


@never_cache
@require_safe
@guarded("audit.search")
def audit(request: HttpRequest) -> HttpResponse:
    """Lines, newest first. Looking through the trail is itself a look on record."""
    actor, form = actor_of(request), TrailForm(request.GET)
    rows = _rows(actor, form)
    page = queries.page_of(rows, cursor=request.GET.get("cursor", ""))
    trail.saw(actor, "desk.audit", kind="trail", ids=[line.id for line in page.items])
    context = {
        "form": form,
        "trail": form.chosen,
        "page": page,
        "count": count_up_to(rows),
        "query": request.GET.urlencode(),
    }
    return render(request, "desk/audit.html", context)


def _rows(actor: Actor, form: TrailForm) -> Any:
    """Nothing for a filter that makes no sense: a wrong number must not show everybody's lines."""
    ask = queries.looks if form.chosen == "reads" else queries.changes
    rows = ask(actor, form.asked)
    return rows if form.is_valid() else rows.none()


@never_cache
@require_safe
@guarded("audit.search")
def seals(request: HttpRequest) -> HttpResponse:
    """The newest seals."""
    return render(request, "desk/seals.html", {"seals": queries.seals(actor_of(request))})


@never_cache
@require_POST
@guarded("audit.search")
def verify(request: HttpRequest) -> HttpResponse:
    """Recompute every seal and say what is wrong, line by line; that it was done is on record too."""
    actor = actor_of(request)
    findings = [str(finding) for name in ("audit", "reads") for finding in verified(name)]
    trail.wrote(
        actor, "audit.verified", subject=("trail", None), reason=_("%(n)d findings") % {"n": len(findings)}
    )
    context = {"seals": queries.seals(actor), "findings": findings, "verified_at": timezone.now()}
    return render(request, "desk/seals.html", context)


@never_cache
@require_safe
@guarded("audit.search")
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The same lines as CSV, up to 10,000; the export is on record."""
    actor, form = actor_of(request), TrailForm(request.GET)
    told, _digested = for_the_trail(request.GET)
    trail.wrote(actor, "audit.exported", subject=("trail", None), reason=told)
    response = StreamingHttpResponse(_csv(actor, form), content_type="text/csv; charset=utf-8")
    name = f"minben-{form.chosen}-{timezone.localdate():%Y%m%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _csv(actor: Actor, form: TrailForm) -> Iterator[str]:
    writer, looks = csv.writer(Echo()), form.chosen == "reads"
    yield "\ufeff" + writer.writerow(
        ["id", "at", "actor_kind", "actor_id", "actor_name", "what", "subject", "case_id", "reason", "fields"]
    )
    cursor, rows = "", _rows(actor, form)
    for _page in itertools.repeat(None, EXPORT_MOST // _BATCH):
        page = queries.page_of(rows, cursor=cursor, size=_BATCH)
        trail.saw(actor, "desk.audit.csv", kind="trail", ids=[line.id for line in page.items])
        for line in page.items:
            yield writer.writerow([safe(cell) for cell in _cells(line, looks)])
        cursor = page.next
        if not cursor:
            return


def _cells(line: Any, looks: bool) -> list[Any]:
    subject = " ".join(map(str, line.subject_ids)) if looks else (line.subject_id or "")
    return [
        line.id,
        line.made_at.isoformat(timespec="seconds"),
        line.actor_kind,
        line.actor_id,
        line.actor_name,
        line.page if looks else line.action,
        f"{line.subject_kind} {subject}",
        line.case_id,
        line.reason,
        "" if looks else " ".join(sorted(line.changes)),
    ]
