"""The outbox that can be looked at: what was sent, what waits, and what was not sent and why."""

from __future__ import annotations

import uuid

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minben.cases.models import Case
from minben.cases.queries import seen_by
from minben.channels import queries
from minben.channels.gate import reason_text
from minben.channels.queries import Sent
from minben.config.forms import Form
from minben.desk.presenters.outcomes import CLASSES, MESSAGES, OUTCOMES, TONES
from minben.foundation.access.actor import Actor
from minben.foundation.access.policies import allowed
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.audit import trail
from minben.foundation.records.keyset import count_up_to, keyset_page

CHANNELS = [("sms", _("SMS")), ("mail", _("E-mail")), ("letter", _("Letter")), ("page", _("Website"))]


class OutboxFilter(Form):
    autocomplete = False
    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *OUTCOMES.items()], required=False)
    channel = forms.ChoiceField(label=_("Channel"), choices=[("", _("All")), *CHANNELS], required=False)
    kind = forms.ChoiceField(label=_("Class"), choices=[("", _("All")), *CLASSES.items()], required=False)


@never_cache
@require_safe
@guarded("message.outbox")
def outbox(request: HttpRequest) -> HttpResponse:
    """Newest first, with what became of each; addresses are masked, words are on the page of a message."""
    form = OutboxFilter(request.GET)
    form.is_valid()
    given = form.cleaned_data
    rows = queries.outbox(
        outcome=given.get("state", ""), channel=given.get("channel", ""), kind=given.get("kind", "")
    )
    page = keyset_page(rows, order=("-id",), cursor=request.GET.get("cursor", ""), size=30)
    lines = [_line(sent) for sent in queries.sent(page.items)]
    trail.saw(actor_of(request), "desk.outbox", kind="message", ids=[row.id for row in page.items])
    context = {"form": form, "page": page, "lines": lines, "count": count_up_to(rows)}
    return render(request, "desk/outbox.html", context)


def _line(sent: Sent) -> dict[str, object]:
    outcome = sent.last.outcome if sent.last else "waiting"
    return {
        "sent": sent,
        "outcome": OUTCOMES.get(outcome, outcome),
        "tone": TONES.get(outcome, "neutral"),
        "why": reason_text(sent.last.why) if sent.last and sent.last.why else "",
        "name": MESSAGES.get(sent.message.template, sent.message.template),
        "kind": CLASSES.get(sent.message.kind, sent.message.kind),
        "channel": dict(CHANNELS).get(sent.message.channel, sent.message.channel),
    }


@never_cache
@require_safe
@guarded("message.outbox")
def message(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    """One message with all that happened to it; its words only for those who may read them."""
    actor, sent = actor_of(request), queries.message(message_id)
    trail.saw(actor, "desk.message", kind="message", ids=[message_id], case_id=sent.message.case_id)
    steps = [
        {
            "at": row.made_at,
            "outcome": OUTCOMES.get(row.outcome, row.outcome),
            "tone": TONES.get(row.outcome, "neutral"),
            "why": reason_text(row.why),
        }
        for row in sent.deliveries
    ]
    case_id = sent.message.case_id
    sees = case_id is not None and seen_by(actor, case_id)
    context = {
        "line": _line(sent),
        "steps": steps,
        "readable": _readable(actor, sent, sees_case=sees),
        "case": Case.objects.filter(id=case_id).first() if case_id and sees else None,
    }
    return render(request, "desk/message.html", context)


def _readable(actor: Actor, sent: Sent, *, sees_case: bool) -> bool:
    """Words of a case's notice: who may see the case. One-time codes: in the practice city only."""
    if not allowed(actor, "message.words"):
        return False
    if sent.message.kind == "code":
        return bool(settings.PRACTICE)
    return sent.message.case_id is None or sees_case
