"""People who write to the city and do not give up: each call is made again with its key until it is acknowledged."""

from __future__ import annotations

import itertools
import threading
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

PAUSE = 0.15
BETWEEN = 0.05


@dataclass
class Acknowledged:
    """What the city said yes to: the number by key of the request, and the keys of messages."""

    cases: dict[str, str] = field(default_factory=dict)
    messages: set[str] = field(default_factory=set)
    again: int = 0
    refused: list[str] = field(default_factory=list)


class Callers:
    """Threads that send requests, and a message on each, until they are told to end; what is under way is finished."""

    def __init__(self, address: str, key: str, parties: Sequence[uuid.UUID], *, threads: int) -> None:
        self.acknowledged = Acknowledged()
        self._address, self._key, self._parties = address, key, list(parties)
        self._ending, self._count = threading.Event(), itertools.count()
        self._threads = [threading.Thread(target=self._write, daemon=True) for _ in range(threads)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def finish(self) -> None:
        """The database and the web server must be up again: nobody gives up before the answer."""
        self._ending.set()
        for thread in self._threads:
            thread.join(120)
            if thread.is_alive():
                raise TimeoutError("A caller got no answer for two minutes after the last kill.")

    def _write(self) -> None:
        headers = {"Authorization": f"Bearer {self._key}"}
        with httpx.Client(base_url=self._address, headers=headers, timeout=15) as client:
            while not self._ending.is_set():
                self._one(client, f"fault {next(self._count)}")
                time.sleep(BETWEEN)

    def _one(self, client: httpx.Client, name: str) -> None:
        party = self._parties[hash(name) % len(self._parties)]
        case = {"kind": "complaint", "title": name, "body": "路燈不亮", "party_id": str(party)}
        key = name.replace(" ", "-")
        made = self._until_answered(client, "/api/v1/cases", case, key)
        if made is None:
            return
        self.acknowledged.cases[name] = str(made["number"])
        said = {"text": f"message of {name}"}
        if (
            self._until_answered(client, f"/api/v1/cases/{made['id']}/messages", said, f"{key}-message")
            is not None
        ):
            self.acknowledged.messages.add(said["text"])

    def _until_answered(self, client: httpx.Client, path: str, body: dict[str, Any], key: str) -> Any | None:
        """The answer; None when the city refused for good, which no fault may cause."""
        while True:
            try:
                answer = client.post(path, json=body, headers={"Idempotency-Key": key})
            except httpx.HTTPError:
                self._pause()
                continue
            if answer.status_code < 300:
                return answer.json()
            if answer.status_code < 500 and answer.status_code not in {409, 429}:
                self.acknowledged.refused.append(f"{path}: {answer.status_code} {answer.text[-400:]}")
                return None
            if answer.status_code == 409:
                self.acknowledged.refused.append(f"{path}: 409 {answer.text[-400:]}")
                return None
            self._pause()

    def _pause(self) -> None:
        self.acknowledged.again += 1
        time.sleep(PAUSE)
