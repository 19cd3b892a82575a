"""Applications that wait for a fee or for others to sign: how they stand, who signs, giving one up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Router

from minben.api.door import actor
from minben.api.operations import operation
from minben.api.replies import reply
from minben.api.schemas.applications import ApplicationState, SignerNamed, SignersNamed
from minben.cases.actions import apply_waiting
from minben.cases.actions.apply import Applied
from minben.cases.actions.apply_waiting import Waiting
from minben.cases.actions.draft import answer_of
from minben.cases.actions.signing import Named, public_address, waiting_link
from minben.cases.applications.matter import Matter
from minben.foundation.access.actor import Actor
from minben.foundation.records.errors import Invalid, Text
from minben.parties.queries import phone_region
from minben.payments.models import Payment
from minben.payments.money import major

from .cases import made_row

router = Router(tags=["applications"])
TOKEN = Path(..., pattern=r"^[A-Za-z0-9_-]{8,32}$", description="The `id` of an application that waits.")


@operation(
    router, "GET", "/applications/{token}", policy="case.submit", answer=ApplicationState, problems=(404, 422)
)  # fmt: skip
def read_application(request: HttpRequest, token: str = TOKEN) -> HttpResponse:
    """Read how an application stands that waits, or waited, for a fee or for others to sign.

    Only what this client sent. Once it went in, `case` says under which number.
    """
    return state_reply(actor(request), token)


@operation(
    router, "POST", "/applications/{token}/signers", policy="case.submit", answer=ApplicationState,
    problems=(400, 404, 409, 422),
)  # fmt: skip
def name_signers(request: HttpRequest, given: SignersNamed, token: str = TOKEN) -> HttpResponse:
    """Name those who must sign; each gets a link of their own.

    When somebody declined or did not answer in time, all are asked anew.
    """
    who = actor(request)
    try:
        apply_waiting.name_signers(who, token, _named(given.signers), now=timezone.now())
    except Invalid as problem:
        raise _placed(problem) from problem
    return state_reply(who, token)


@operation(
    router, "DELETE", "/applications/{token}", policy="case.submit", answer=None, status=204,
    problems=(404, 409, 422),
)  # fmt: skip
def give_up_application(request: HttpRequest, token: str = TOKEN) -> HttpResponse:
    """Give up an application that waits. Nothing of it stays, and what was paid goes back."""
    apply_waiting.give_up(actor(request), token)
    return HttpResponse(status=204)


def wait(who: Actor, matter: Matter, applied: Applied, signers: Sequence[SignerNamed]) -> str:
    """Keep an application that waits; returns its token. Raises Invalid at ``signers.0.name`` … in the words of the API."""
    try:
        return apply_waiting.apply_and_wait(
            who, matter, applied, _named(signers), region=phone_region(), now=timezone.now()
        )
    except Invalid as problem:
        raise _placed(problem) from problem


def state_reply(who: Actor, token: str, *, status: int = 200) -> HttpResponse:
    """How it stands, and where that is read again."""
    found = apply_waiting.waiting(who, token)
    return reply(_row(found), status=status, headers={"Location": f"/api/v1/applications/{token}"})


def _named(signers: Sequence[SignerNamed]) -> list[Named]:
    return [Named(one.role, one.name, one.address) for one in signers]


def _placed(problem: Invalid) -> Invalid:
    """``name_0`` of the form is ``signers.0.name`` here."""
    fields: dict[str, Text] = {}
    for name, text in problem.fields.items():
        kind, _line, place = name.partition("_")
        known = kind in {"name", "address"} and place.isdecimal()
        fields[f"signers.{place}.{kind}" if known else name or "signers"] = text
    return Invalid(problem.message, fields=fields)


def _row(found: Waiting) -> dict[str, Any]:
    language, standing, case = found.language, found.standing, found.held.case
    return {
        "id": found.held.token,
        "state": found.state,
        "waits_for": found.waits_for,
        "address": waiting_link(found.held, language),
        "fee": _fee(standing.payment, language) if standing.payment else None,
        "to_name": [
            {"role": at, "name": role.name, "least": role.least, "most": role.most}
            for at, role in enumerate(found.to_name)
        ],
        "signatures": [
            {
                "role": one.role,
                "name": one.name,
                "state": one.state,
                "address": public_address(f"/sign/{one.token}/", language),
                "expires_at": one.expires_at,
                "ended_at": one.ended_at,
                "reason": one.reason,
            }
            for one in standing.signatures
        ],
        "case": made_row(answer_of(case)) if case is not None else None,
    }


def _fee(payment: Payment, language: str) -> dict[str, Any]:
    return {
        "amount": str(major(payment.amount, payment.currency)),
        "currency": payment.currency,
        "state": payment.state,
        "address": public_address(f"/pay/{payment.token}/", language),
    }
