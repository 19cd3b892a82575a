"""What machines that watch may ask, and what the log says of a request."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.utils import OperationalError
from django.test import Client

from minben.config import logs, probes
from tests.integration.faults.processes import ROOT, environment, test_database_url

pytestmark = pytest.mark.django_db


def test_health_asks_nothing_of_the_database(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok\n"


def test_ready_when_database_and_tables_are_there(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "database": "ok", "tables": "ok"})


def test_not_ready_without_a_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", broken)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "does not answer")


def test_not_ready_while_tables_are_missing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probes, "_up_to_date", lambda: False)
    assert client.get("/readyz").status_code == 503


def test_figures_count_requests_by_view_and_say_what_waits(client: Client) -> None:
    with (
        connection.cursor() as cursor
    ):  # jobs outlive tests that commit: what empties tables afterwards knows models only
        cursor.execute("DELETE FROM procrastinate_jobs")
    client.get("/healthz")
    page = client.get("/metrics").content.decode()
    assert 'minben_requests_total{method="GET",status="200",view="healthz"}' in page
    assert "minben_jobs_waiting 0.0" in page
    assert "minben_lines_unsealed" in page


@pytest.mark.parametrize(
    "headers",
    [{"x-forwarded-for": "203.0.113.7"}, {"forwarded": "for=203.0.113.7"}, {"x-forwarded-proto": "https"}],
)
def test_figures_are_not_there_for_who_comes_through_the_proxy(
    client: Client, headers: dict[str, str]
) -> None:
    assert client.get("/metrics", headers=headers).status_code == 404


def test_figures_are_there_for_who_brings_the_token(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = "a-long-token"
    far = {"x-forwarded-for": "203.0.113.7"}
    assert client.get("/metrics", headers={**far, "authorization": "Bearer a-long-token"}).status_code == 200
    assert client.get("/metrics", headers={**far, "authorization": "Bearer wrong"}).status_code == 404


def test_an_answer_carries_its_id_and_a_strange_one_is_not_taken_over(client: Client) -> None:
    assert (
        client.get("/healthz", headers={"x-request-id": "proxy-12345678"})["X-Request-ID"] == "proxy-12345678"
    )
    assert (
        client.get("/healthz", headers={"x-request-id": "a\tb <script>"})["X-Request-ID"] != "a\tb <script>"
    )


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """What the chosen handler of the JSON form would write."""
    settings = logs.logging_settings(form="json", level="info")
    formatter = dict(settings["formatters"]["chosen"])
    made, written = formatter.pop("()")(**formatter), list[str]()
    handler = logging.Handler()
    handler.emit = lambda record: written.append(made.format(record))  # type: ignore[method-assign]
    logger = logging.getLogger("minben.requests")
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel("INFO")
    yield written
    logger.removeHandler(handler)
    logger.setLevel(before)
    logs.configure("warning")


def test_a_request_is_one_line_with_its_case_and_without_its_address(
    client: Client, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import structlog

    from minben.config import requests

    monkeypatch.setattr(requests, "log", structlog.get_logger("minben.requests"))
    case = "0190b1c2-0000-7000-8000-000000000001"
    client.get(f"/desk/cases/{case}?q=王小明", headers={"x-request-id": "one-request"})
    (line,) = lines
    entry = json.loads(line)
    assert (entry["request_id"], entry["case_id"], entry["view"]) == ("one-request", case, "desk:case")
    assert "王小明" not in line


def test_spans_reach_a_collector_and_hold_no_values(tmp_path: Path) -> None:
    """A real collector's door on this machine, and a process of its own that answers one request."""
    taken: list[bytes] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Collector)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    code = (
        "import minben.config.wsgi; from django.test import Client; from opentelemetry import trace; "
        "assert Client().get('/readyz').status_code in {200, 503}; "
        "trace.get_tracer_provider().shutdown()"
    )
    env = environment(
        tmp_path,
        MINBEN_DATABASE_URL=test_database_url(),
        MINBEN_ALLOWED_HOSTS="testserver",
        MINBEN_TRACES_URL=f"http://127.0.0.1:{server.server_port}/v1/traces",
    )
    done = subprocess.run([sys.executable, "-c", code], env=env, cwd=ROOT, capture_output=True, text=True)
    server.shutdown()
    server.server_close()
    assert done.returncode == 0, done.stderr
    assert b"minben-web" in b"".join(taken)
    assert b"readyz" in b"".join(taken)
    assert os.environ.get("MINBEN_SECRET_KEY", "f" * 64).encode() not in b"".join(taken)
