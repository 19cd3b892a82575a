"""Addresses of the API. Each operation names its policy; the guard test reads them here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path, re_path
from ninja.operation import PathView
from ninja.utils import replace_path_param_notation

from minben.foundation.access.web import guarded

from . import describing
from .app import api, no_such_address


def _view(found: PathView) -> Callable[..., HttpResponseBase]:
    """The view of one address, with the policy of each method written on it."""
    view = found.get_view()
    view.policies = {  # type: ignore[attr-defined]
        method: getattr(operation.view_func, "policy", None)
        for operation in found.operations
        for method in operation.methods
    }
    return view  # type: ignore[no-any-return]


def _addresses() -> Iterator[URLPattern]:
    for router in api._get_bound_routers():
        for route, found in router.path_operations.items():
            yield path("v1" + replace_path_param_notation(route), _view(found))


@guarded("api.open")
def elsewhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """No such address, as a problem document."""
    return no_such_address(request)


urlpatterns = [
    *_addresses(),
    path("v1/openapi.json", describing.openapi, name="openapi"),
    path("v1/docs", describing.docs, name="docs"),
    re_path(r"^(?P<rest>.*)$", elsewhere),
]
