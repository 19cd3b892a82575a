"""``minben demo``: from nothing to a running practice city, with one command."""

from __future__ import annotations

import fcntl
import importlib.util
import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from minben.config import installation
from minben.config.environment import SettingError

from . import session
from .city import AT_ONCE, FOLLOWS, built
from .console import ProgressLine, say, step
from .subcommand import finish
from .supervisor import Child, Supervisor

STATE = "demo.json"


def demo(
    people: Annotated[int, typer.Option(min=100, help="Inhabitants of the practice city.")] = 20_000,
    port: Annotated[
        int, typer.Option(envvar="PORT", min=1, max=65535, help="Port of the web server.")
    ] = 8000,
    data: Annotated[Path, typer.Option(help="Directory of the practice city.")] = Path(".demo"),
) -> None:
    """Start the practice city: database, people, web server and job worker."""
    os.environ["MINBEN_DATA_DIR"] = str(data.absolute())
    os.environ.setdefault("MINBEN_PUBLIC_URL", f"http://127.0.0.1:{port}")
    _prepare(data.absolute())
    with _only_one(data.absolute()) as alone:
        if not alone:
            say(f"Minben runs already at {_where(data)}. Stop that one with Ctrl-C before starting another.")
            return
        refuse_busy(port)
        _run(people, port, data.absolute())


def _prepare(data: Path) -> None:
    from .embedded import make_data_dir

    make_data_dir(data)
    (data / "logs").mkdir(exist_ok=True)
    if not installation.founded(data, practice=True).practice:
        raise SettingError(f"{data} holds a real installation. Give the practice city another --data.")


@contextmanager
def _only_one(data: Path) -> Iterator[bool]:
    """True for the first start; the lock ends with the process, however it ends."""
    with (data / "demo.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _where(data: Path) -> str:
    try:
        return str(json.loads((data / STATE).read_text(encoding="utf-8"))["url"])
    except (OSError, ValueError, KeyError):
        return "an address it has not said yet (it is starting)"


def refuse_busy(port: int, *, host: str = "127.0.0.1") -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SettingError(
                f"Port {port} on {host} is in use. Stop what listens there, or choose another: PORT={port + 1}."
            ) from error


def _run(people: int, port: int, data: Path) -> None:
    supervisor = Supervisor(os.environ, say=say)
    _stop_on_signals(supervisor)
    try:
        with session.database(found=True) as env:
            say(
                f"  database: {'embedded in ' + str(data) if not env.database_url else 'MINBEN_DATABASE_URL'}"
            )
            try:
                _city(supervisor, people, port, data)
                supervisor.watch()
            finally:
                say("Stopping …")
                supervisor.stop()
    except KeyboardInterrupt:
        say("Stopped.")


def _stop_on_signals(supervisor: Supervisor) -> None:
    def ask(number: int, frame: FrameType | None) -> None:
        if not supervisor.ending.is_set():
            supervisor.ending.set()
            raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask)


def _city(supervisor: Supervisor, people: int, port: int, data: Path) -> None:
    with step("tables"):
        finish("migrate")
    with step("translations"):
        finish("messages", "--compile")
    if importlib.util.find_spec("minben.demo.city") and built(data) < min(people, AT_ONCE):
        with step(f"practice city, first {min(people, AT_ONCE):,} people"):
            finish(*FOLLOWS, str(min(people, AT_ONCE)), show=True)
    _serve(supervisor, port, data)
    _grow(supervisor, people, data)


def _serve(supervisor: Supervisor, port: int, data: Path) -> None:
    logs = data / "logs"
    url = f"http://127.0.0.1:{port}"
    with step("web server and job worker"):
        web = Child("The web server", ["serve", "--child", "--port", str(port)], logs / "web.log")
        supervisor.add(web)
        supervisor.add(Child("The job worker", ["worker", "--child"], logs / "worker.log"))
        _wait_for(web, port)
    (data / STATE).write_text(json.dumps({"url": url, "pid": os.getpid()}), encoding="utf-8")
    say(f"Minben is ready at {url}")
    _log_ins()


def _wait_for(web: Child, port: int, *, patience: float = 60.0) -> None:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if not web.runs:
            raise SettingError(f"The web server does not start. Why: {web.log}")
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SettingError(f"The web server did not answer within {patience:.0f} s. Why: {web.log}")


def _log_ins() -> None:
    if importlib.util.find_spec("minben.demo.logins"):
        finish("log-ins", show=True)


def _grow(supervisor: Supervisor, people: int, data: Path) -> None:
    """The rest of the city, beside the running server: the child's log is read for the progress line."""
    if not importlib.util.find_spec("minben.demo.city") or built(data) >= people:
        return
    log = data / "logs" / "city.log"
    log.write_bytes(b"")
    child = supervisor.add(Child("The growing city", [*FOLLOWS, str(people), "--child"], log, again=False))
    line = ProgressLine("practice city grows")
    while child.runs and not supervisor.ending.wait(0.5):
        _show(log, line)
    _show(log, line)
    if not supervisor.ending.is_set() and built(data) < people:
        say(f"The city stopped growing at {built(data):,} people; the next start goes on. Why: {log}")


def _show(log: Path, line: ProgressLine) -> None:
    counts = [
        words for words in map(str.split, log.read_text(errors="replace").splitlines()) if _is_count(words)
    ]
    if counts:
        line(int(counts[-1][0]), int(counts[-1][1]))


def _is_count(words: list[str]) -> bool:
    return len(words) == 2 and all(word.isdecimal() for word in words)
