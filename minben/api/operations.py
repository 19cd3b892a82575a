"""An operation of the API: its address, its policy, what it answers. Each names a policy; a guard test holds that."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router

from minben.foundation.access.scopes import scopes_of
from minben.foundation.records.errors import Invalid

from .door import Key
from .schemas.problems import Problem

View = Callable[..., HttpResponse]
ALWAYS = (401, 403, 429)
UNKNOWN = _("This parameter does not exist here. Leave it out, or check its spelling.")


def operation(
    router: Router,
    method: str,
    path: str,
    *,
    policy: str,
    answer: Any,
    status: int = 200,
    others: dict[int, Any] | None = None,
    problems: Iterable[int] = (),
    query: Iterable[str] = (),
    extra: dict[str, Any] | None = None,
) -> Callable[[View], View]:
    """Put ``view`` at an address. ``query`` are the parameters that it knows; any other one is refused."""
    known = frozenset(query)

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def inside(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
            _only_known(request, known)
            return view(request, *args, **values)

        inside.policy = policy  # type: ignore[attr-defined]
        inside.__signature__ = inspect.signature(view, eval_str=True)  # type: ignore[attr-defined]
        answers = {status: answer, **(others or {})}
        answers |= dict.fromkeys((*ALWAYS, *problems), Problem)
        router.api_operation(
            [method],
            path,
            auth=Key(policy),
            response=answers,
            operation_id=view.__name__,
            summary=_summary(view),
            description=_description(view, policy),
            openapi_extra=extra,
        )(inside)
        return inside

    return wrap


def _only_known(request: HttpRequest, known: frozenset[str]) -> None:
    unknown = [name for name in request.GET if name not in known]
    if unknown:
        raise Invalid(UNKNOWN, fields=dict.fromkeys(unknown, UNKNOWN))


def _summary(view: View) -> str:
    return (view.__doc__ or "").strip().split("\n")[0].rstrip(".")


def _description(view: View, policy: str) -> str:
    """The docstring, and which scopes open it. Filled in when the document is made: rooms declare at start."""
    lines = (view.__doc__ or "").strip().split("\n")[1:]
    scopes = " or ".join(f"`{scope}`" for scope in sorted(scopes_of(policy))) or "any key"
    text = " ".join(line.strip() for line in lines).strip()
    return f"{text}\n\nScope: {scopes}. Policy: `{policy}`.".strip()
