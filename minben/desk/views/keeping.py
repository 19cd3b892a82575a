"""A form sent after the session ran out loses nothing: what was typed waits behind the sign-in."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.http import urlencode

from minben.foundation.access.actor import ActorKind
from minben.foundation.access.web import actor_of

from .drafts import put

View = Callable[..., HttpResponseBase]


def keeps_what_was_typed(view: View) -> View:
    """For the verb forms: keep the words as a draft, ask to sign in, and come back to the form."""

    @functools.wraps(view)
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST" or actor_of(request).kind == ActorKind.STAFF:
            return view(request, *args, **kwargs)
        put(request, kwargs["case_id"], kwargs["name"])
        return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}")

    return inside
