"""Addresses for machines that watch: does the process answer, is it ready to serve, how does it do."""

from __future__ import annotations

import functools
import ipaddress

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import figures


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing of the database, so that its fault does not end every process."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """200 when the database answers and has all the tables of this version, else 503 with the reason."""
    found = {"database": _database()}
    if found["database"] == "ok":
        found["tables"] = "ok" if _up_to_date() else "run minben migrate"
    ready = all(said == "ok" for said in found.values())
    return JsonResponse({"ready": ready, **found}, status=200 if ready else 503)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus, to the machine itself or to who brings MINBEN_METRICS_TOKEN; to others: nothing here."""
    if not _may_look(request):
        return HttpResponseNotFound()
    return HttpResponse(figures.page(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "does not answer"
    return "ok"


def _up_to_date() -> bool:
    """Tables do not go back, so what was once found is kept; a missing migration is looked for again."""
    if _missing_migrations():
        _missing_migrations.cache_clear()
        return False
    return True


@functools.cache
def _missing_migrations() -> bool:
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _may_look(request: HttpRequest) -> bool:
    """A request that came through a proxy is never “the machine itself”, whatever address the proxy has."""
    token = settings.METRICS_TOKEN
    if token and constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}"):
        return True
    forwarded = {"X-Forwarded-For", "X-Forwarded-Proto", "Forwarded"} & set(request.headers)
    return not forwarded and _is_loopback(request.META.get("REMOTE_ADDR", ""))


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
