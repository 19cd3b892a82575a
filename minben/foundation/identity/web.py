"""Between the browser's script and the actions of passkeys: JSON out, one hidden field back in."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext_lazy as _

from minben.foundation.records.errors import Invalid, Problem
from minben.foundation.records.hostile import NO_JSON

LONGEST = 20_000


def answer_of(request: HttpRequest) -> dict[str, Any]:
    """What the passkey answered, from the form field ``answer``. Raises Invalid for anything but a JSON object."""
    text = request.POST.get("answer", "")
    try:
        found = json.loads(text) if len(text) <= LONGEST else None
    except NO_JSON:
        found = None
    if not isinstance(found, dict):
        raise Invalid(_("The browser sent no passkey. Press the button once more, or use another way."))
    return found


def options(found: dict[str, Any]) -> JsonResponse:
    return JsonResponse(json.loads(json.dumps(found["publicKey"], default=dict)))


def refusal(problem: Problem) -> JsonResponse:
    return JsonResponse({"detail": str(problem.message)}, status=problem.status)
