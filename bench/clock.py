"""Doing a job again and again for some seconds, in one or several threads, and how often it was done."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable

Job = Callable[[], object]
RUNS = 3


def rate(job: Job, seconds: float, *, threads: int = 1) -> float:
    """How often a second; each thread makes its own job from nothing more than calling it."""
    counts = [0] * threads
    end = time.perf_counter() + seconds

    def work(number: int) -> None:
        while time.perf_counter() < end:
            job()
            counts[number] += 1
        _leave()

    started = time.perf_counter()
    if threads == 1:
        while time.perf_counter() < end:
            job()
            counts[0] += 1
        return counts[0] / (time.perf_counter() - started)
    workers = [threading.Thread(target=work, args=(n,)) for n in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(counts) / (time.perf_counter() - started)


def _leave() -> None:
    from django.db import connections

    connections.close_all()


def beside(ours: Job, bare: Job, seconds: float, *, threads: int = 1) -> tuple[list[float], list[float]]:
    """Both in turn, three times, after a warm-up: what disturbs the machine disturbs both."""
    for job in (ours, bare):
        rate(job, min(seconds, 0.5), threads=threads)
    found: tuple[list[float], list[float]] = ([], [])
    for _run in range(RUNS):
        for job, rates in zip((ours, bare), found, strict=True):
            rates.append(rate(job, seconds, threads=threads))
    return found


def rates(job: Job, seconds: float) -> list[float]:
    """One job alone, three times, after a warm-up."""
    rate(job, min(seconds, 0.5))
    return [rate(job, seconds) for _run in range(RUNS)]


def durations(job: Job, seconds: float) -> list[float]:
    """How long each took, one after another."""
    rate(job, min(seconds, 0.5))
    took, end = [], time.perf_counter() + seconds
    while (started := time.perf_counter()) < end:
        job()
        took.append(time.perf_counter() - started)
    return took


def median(rates: list[float]) -> float:
    return statistics.median(rates)
