"""Doing things at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connections


def together(works: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run all in threads that start at one signal; what each returned, or the exception it raised, in order."""
    gate = threading.Barrier(len(works))
    answers: list[Any] = [None] * len(works)

    def run(place: int, work: Callable[[], Any]) -> None:
        try:
            gate.wait(30)
            answers[place] = work()
        except Exception as error:  # noqa: BLE001 - whatever it was is the answer
            answers[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n, work)) for n, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers
