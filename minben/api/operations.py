"""An operation of the API: its address, its policy, what it answers. Each names a policy; a guard test holds that."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from ninja import Router

from minben.foundation.access.scopes import scopes_of
from minben.foundation.records.errors import Invalid

from .door import Key
from .schemas.problems import Problem

View = Callable[..., HttpResponseBase]
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
    form: Iterable[str] = (),
    any_of: tuple[str, ...] = (),
    extra: dict[str, Any] | None = None,
) -> Callable[[View], View]:
    """Put ``view`` at an address. Whatever else than ``query`` and ``form`` names is refused.

    ``any_of``: the operation is open when one of these policies is; the action then tests its own.
    """
    known, fields = frozenset(query), frozenset(form)

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def inside(request: HttpRequest, *args: Any, **values: Any) -> HttpResponseBase:
            _only_known(request.GET, known)
            if fields:
                _only_known([*request.POST, *request.FILES], fields)
            _no_nul(request)
            return view(request, *args, **values)

        inside.policy = policy  # type: ignore[attr-defined]
        inside.__signature__ = inspect.signature(view, eval_str=True)  # type: ignore[attr-defined]
        answers = {status: answer, **(others or {})}
        answers |= dict.fromkeys((*ALWAYS, *problems), Problem)
        router.api_operation(
            [method],
            path,
            auth=Key(policy, *any_of),
            response=answers,
            operation_id=view.__name__,
            summary=_summary(view),
            description=_description(view, any_of or (policy,)),
            openapi_extra=extra,
        )(inside)
        return inside

    return wrap


def _no_nul(request: HttpRequest) -> None:
    """PostgreSQL holds no NUL in a text, and nobody means one."""
    if "%00" in request.META.get("QUERY_STRING", "") or (
        request.content_type == "application/json" and b"\\u0000" in request.body
    ):
        raise Invalid(_("Texts may hold no NUL character."))


def _only_known(names: Iterable[str], known: frozenset[str]) -> None:
    unknown = [name for name in names if name not in known]
    if unknown:
        raise Invalid(UNKNOWN, fields=dict.fromkeys(unknown, UNKNOWN))


def _summary(view: View) -> str:
    return (view.__doc__ or "").strip().split("\n")[0].rstrip(".")


def _description(view: View, policies: tuple[str, ...]) -> str:
    """The docstring, and which scopes open it."""
    lines = (view.__doc__ or "").strip().split("\n")[1:]
    wanted = sorted({scope for policy in policies for scope in scopes_of(policy)})
    scopes = " or ".join(f"`{scope}`" for scope in wanted) or "any key"
    named = f"Policy: `{policies[0]}`." if len(policies) == 1 else "Policy: that of the verb."
    text = " ".join(line.strip() for line in lines).strip()
    return f"{text}\n\nScope: {scopes}. {named}".strip()
