"""``python -m tests.integration.faults.intake THREADS EACH``: take in requests and say which were acknowledged.

Each request is sent until it is answered, always with the same key, as a good form does. One line an answer.
"""

from __future__ import annotations

import sys
import threading

import django

PAUSE = 0.1


def main(threads: int, each: int) -> None:
    django.setup()
    from tests.factories.town import make_town

    make_town()
    works = [threading.Thread(target=_take_in, args=(n, each)) for n in range(threads)]
    for work in works:
        work.start()
    for work in works:
        work.join()


def _take_in(thread: int, each: int) -> None:
    from django.db import Error, connections

    from minben.cases.actions.submit import submit
    from minben.cases.intake import Submission
    from tests.factories.town import citizen

    pulse = threading.Event()
    for number in range(each):
        key = f"{thread}-{number}"
        while True:
            try:
                made = submit(citizen(), Submission(kind="complaint", title=key, body="暗"), key=key)
                break
            except Error:
                connections.close_all()
                pulse.wait(PAUSE)
        sys.stdout.write(f"{key} {made.number}\n")
        sys.stdout.flush()
    connections.close_all()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
