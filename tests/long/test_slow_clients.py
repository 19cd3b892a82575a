"""Two hundred clients who never finish a sentence are held before the documented proxy; everybody else is answered.

Needs nginx (Debian: ``apt-get install nginx-light``). The proxy runs with ``deploy/nginx.conf``; only ports, the
certificate and the address behind are exchanged for those of the test.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPSConnection
from itertools import cycle
from pathlib import Path
from threading import Event, Thread

import pytest

from tests.factories.town import make_town
from tests.integration.faults.processes import environment, process, test_database_url

pytestmark = pytest.mark.django_db(transaction=True)
SLOW = 200
ORDINARY = 100
CONF = Path("deploy/nginx.conf")
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or "nginx"
FRAME = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; {user}
events {{ worker_connections 2048; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  {sites}
}}
"""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(port: int, started: subprocess.Popen[str]) -> None:
    """Until somebody listens. What ended instead says why."""
    while True:
        assert started.poll() is None, started.communicate()[1]
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)


def certificate(folder: Path) -> None:
    subprocess.run(
        [
            *(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
            ),
            *("-keyout", f"{folder}/key.pem", "-out", f"{folder}/cert.pem"),
        ],
        check=True,
        capture_output=True,
    )


def configured(folder: Path, *, front: int, plain: int, behind: int) -> Path:
    """The documented configuration with this test's ports and certificate."""
    sites = CONF.read_text(encoding="utf-8")
    for was, now in {
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{front} ssl http2;",
        "/etc/ssl/certs/ssl-cert-snakeoil.pem": f"{folder}/cert.pem",
        "/etc/ssl/private/ssl-cert-snakeoil.key": f"{folder}/key.pem",
        "http://127.0.0.1:8000": f"http://127.0.0.1:{behind}",
    }.items():
        assert was in sites, f"{CONF} no longer says {was}"
        sites = sites.replace(was, now)
    sites = re.sub(r"\n\s*listen \[::\].*;", "", sites)
    user = "user root;" if os.geteuid() == 0 else ""
    written = folder / "nginx.conf"
    written.write_text(FRAME.format(folder=folder, user=user, sites=sites), encoding="utf-8")
    return written


class Crowd:
    """Slow clients at twenty addresses: half of them send a head byte by byte, half a body. Who is cut off comes again."""

    def __init__(self, port: int) -> None:
        self.port, self.over, self.came_again = port, Event(), 0
        self.hosts = cycle(f"127.0.0.{n}" for n in range(11, 31))
        self.held = [self._begin(n) for n in range(SLOW)]
        self._drip = Thread(target=self._drip_on, daemon=True)

    def _begin(self, number: int) -> ssl.SSLSocket:
        plain = socket.create_connection(("127.0.0.1", self.port), source_address=(next(self.hosts), 0))
        wrapped = _trusting().wrap_socket(plain, server_hostname="localhost")
        if number % 2:
            head = b"POST /en/ask/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            wrapped.sendall(head + b"Content-Length: 100000\r\n\r\n")
        else:
            wrapped.sendall(b"GET /en/ HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        wrapped.settimeout(0.01)
        return wrapped

    def _drip_on(self) -> None:
        while not self.over.wait(1.0):
            for number, held in enumerate(self.held):
                if not _dripped(held):
                    held.close()
                    self.held[number] = self._begin(number)
                    self.came_again += 1

    def __enter__(self) -> Crowd:
        self._drip.start()
        return self

    def still_held(self) -> int:
        """How many the proxy still listens to, now that nothing moves any more."""
        self.over.set()
        self._drip.join()
        return sum(_dripped(one) for one in self.held)

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self._drip.join()
        for held in self.held:
            held.close()


def _dripped(held: ssl.SSLSocket) -> bool:
    """One byte more; False when the proxy hung up."""
    try:
        held.sendall(b"x")
        held.recv(1)  # an answer or the end: either way it is over
    except TimeoutError:
        return True
    except OSError:
        return False
    return False


def _trusting() -> ssl.SSLContext:
    made = ssl.create_default_context()
    made.check_hostname, made.verify_mode = False, ssl.CERT_NONE
    return made


def asked(port: int, path: str) -> int:
    connection = HTTPSConnection("127.0.0.1", port, context=_trusting(), timeout=60)
    try:
        connection.request("GET", path, headers={"Host": "localhost"})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


@contextmanager
def behind_the_proxy(folder: Path) -> Iterator[int]:
    front, plain, behind = free_port(), free_port(), free_port()
    certificate(folder)
    conf = configured(folder, front=front, plain=plain, behind=behind)
    env = environment(
        folder, MINBEN_DATABASE_URL=test_database_url(), MINBEN_HTTPS="1", MINBEN_LOG_LEVEL="error"
    )
    with process("-m", "minben", "serve", "--port", str(behind), env=env) as server:
        wait_for(behind, server)
        command = [NGINX, "-p", str(folder), "-c", str(conf)]
        proxy = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        try:
            wait_for(front, proxy)
            yield front
        finally:
            proxy.terminate()
            proxy.wait(30)


def test_everybody_is_answered_while_two_hundred_slow_clients_are_held(tmp_path: Path) -> None:
    make_town()
    with behind_the_proxy(tmp_path) as port:
        alone = [asked(port, "/healthz"), asked(port, "/en/"), asked(port, "/en/track/")]
        assert alone == [200, 200, 200]
        with Crowd(port) as crowd:
            answers = [
                asked(port, path)
                for _n, path in zip(range(ORDINARY), cycle(["/en/", "/en/track/"]), strict=False)
            ]
            while not crowd.came_again:
                answers.append(asked(port, "/en/"))
            held = crowd.still_held()
        assert set(answers) == {200}
        assert held > SLOW / 4, "a crowd was there to the end; half of them is cut off every ten seconds"
        assert crowd.came_again, "and those who never finish their head are sent away"
