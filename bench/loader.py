"""A light load: so many connections, each sending its next request when the answer to the last one is there.

One process of its own, one loop, raw sockets: it takes little from the two cores that it shares with the server.
"""

from __future__ import annotations

import json
import multiprocessing
import selectors
import socket
import statistics
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Requests = Callable[[], bytes]


@dataclass
class Load:
    """What was answered: how often a second, how fast (95 of 100), and with which status."""

    rate: float
    p50: float
    p95: float
    statuses: dict[int, int]


@dataclass
class _Line:
    """One connection."""

    socket: socket.socket
    sent_at: float = 0.0
    held: bytearray = field(default_factory=bytearray)
    wanted: int = 0
    pieces: bool = False
    status: int = 0


def request(
    method: str, path: str, key: str, body: object = None, headers: dict[str, str] | None = None
) -> bytes:
    """The bytes of one call with the key of a client."""
    content = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Authorization: Bearer {key}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if content:
        lines += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


def load(port: int, make: Requests, seconds: float, *, clients: int = 8) -> Load:
    """From a process of its own, so that it shares no interpreter lock with anybody."""
    context = multiprocessing.get_context("fork")
    receiving, sending = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(sending, port, make, seconds, clients))
    child.start()
    sending.close()
    found: Load = receiving.recv()
    child.join()
    return found


def _child(sending: Any, port: int, make: Requests, seconds: float, clients: int) -> None:
    sending.send(_run(port, make, seconds, clients))


def _run(port: int, make: Requests, seconds: float, clients: int) -> Load:
    watch = selectors.DefaultSelector()
    took: list[float] = []
    statuses: Counter[int] = Counter()
    for _n in range(clients):
        line = _Line(socket.create_connection(("127.0.0.1", port)))
        line.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        watch.register(line.socket, selectors.EVENT_READ, line)
        _send(line, make)
    started = time.perf_counter()
    while (now := time.perf_counter()) < started + seconds:
        for event, _mask in watch.select(timeout=1):
            if _answered(event.data):
                took.append(time.perf_counter() - event.data.sent_at)
                statuses[event.data.status] += 1
                _send(event.data, make)
    return _summed(took, statuses, now - started)


def _summed(took: list[float], statuses: Counter[int], length: float) -> Load:
    if len(took) < 2:
        return Load(len(took) / length, 0, 0, dict(statuses))
    cuts = statistics.quantiles(took, n=100)
    return Load(len(took) / length, 1000 * cuts[49], 1000 * cuts[94], dict(statuses))


def _send(line: _Line, make: Requests) -> None:
    line.held.clear()
    line.wanted = 0
    content = make()
    line.sent_at = time.perf_counter()
    line.socket.sendall(content)


def _answered(line: _Line) -> bool:
    """Take what came; is the answer whole?"""
    piece = line.socket.recv(262_144)
    if not piece:
        raise SystemExit("The server closed a connection.")
    line.held += piece
    if not line.wanted:
        end = line.held.find(b"\r\n\r\n")
        if end < 0:
            return False
        head = bytes(line.held[:end]).lower()
        line.status = int(head.split(b" ", 2)[1])
        length = head.partition(b"content-length:")[2].split(b"\r\n", 1)[0]
        line.pieces = not length
        line.wanted = end + 4 + int(length or 0)
    if line.pieces:
        return line.held.endswith(b"0\r\n\r\n")
    return len(line.held) >= line.wanted
