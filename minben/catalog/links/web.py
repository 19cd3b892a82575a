"""The real prober: one polite question, with a time-out, that reads no body and follows few steps."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import httpx

from .base import FAILING, GONE, OK, REFUSED, Outcome
from .guarding import NoSuchHost, NotToBeAsked, Resolve, Target, resolve, target

SECONDS = 8.0
STEPS = 4
AGENT = "Minben link check"
_NO_HEAD = frozenset({403, 405, 501})


class WebProber:
    """``transport`` and ``look_up`` are for tests; the web is asked without them."""

    def __init__(self, transport: httpx.BaseTransport | None = None, look_up: Resolve = resolve) -> None:
        self._transport, self._look_up = transport, look_up

    def probe(self, url: str) -> Outcome:
        try:
            with httpx.Client(timeout=SECONDS, transport=self._transport, trust_env=False) as client:
                return self._follow(client, url)
        except NotToBeAsked as why:
            return Outcome(REFUSED, str(why))
        except NoSuchHost:
            return Outcome(GONE, "no such host")
        except httpx.HTTPError as error:
            return Outcome(FAILING, type(error).__name__)

    def _follow(self, client: httpx.Client, url: str) -> Outcome:
        for _step in range(STEPS):
            status, location = self._ask(client, target(url, self._look_up))
            if not (300 <= status < 400 and location):
                return _outcome(status)
            url = urljoin(url, location)
        return Outcome(FAILING, "too many redirects")

    def _ask(self, client: httpx.Client, at: Target) -> tuple[int, str]:
        """HEAD, and GET where HEAD is not understood. Every step is checked anew and pinned to its address."""
        status, location = self._send(client, "HEAD", at)
        return self._send(client, "GET", at) if status in _NO_HEAD else (status, location)

    def _send(self, client: httpx.Client, method: str, at: Target) -> tuple[int, str]:
        parts = urlsplit(at.url)
        ip = f"[{at.ip}]" if ":" in at.ip else at.ip
        pinned = parts._replace(netloc=f"{ip}:{at.port}").geturl()
        headers = {"Host": parts.netloc, "User-Agent": AGENT}
        request = client.build_request(method, pinned, headers=headers, extensions={"sni_hostname": at.host})
        answer = client.send(request, stream=True)
        answer.close()
        return answer.status_code, answer.headers.get("location", "")


def _outcome(status: int) -> Outcome:
    if status in {404, 410}:
        return Outcome(GONE, str(status))
    return Outcome(OK if status < 400 else FAILING, str(status))
