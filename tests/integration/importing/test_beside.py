"""Work beside the caller, on a connection of its own."""

from __future__ import annotations

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from minben.foundation.records.beside import Beside
from minben.foundation.records.models import IdempotencyKey
from tests.waiting import until


def _writes(key: str) -> None:
    with transaction.atomic():
        IdempotencyKey.objects.create(caller="beside", key=key, digest="0" * 64)


def _connections() -> int:
    """To this database: threads of other tests may have left some, which may go at any time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_pieces_are_done_in_order_by_one_thread_and_all_are_there_at_the_end() -> None:
    beside, threads = Beside(), set[int]()

    def work(number: int) -> None:
        threads.add(threading.get_ident())
        _writes(str(number))

    for number in range(5):
        beside.run(lambda number=number: work(number))
    beside.finish()
    assert [row.key for row in IdempotencyKey.objects.order_by("id")] == list("01234")
    assert len(threads) == 1
    assert threading.get_ident() not in threads


@pytest.mark.django_db(transaction=True)
def test_what_went_wrong_is_raised_and_the_connection_is_given_back() -> None:
    before = _connections()
    beside = Beside()
    beside.run(lambda: _writes("same"))
    beside.run(lambda: _writes("same"))
    with pytest.raises(IntegrityError):
        beside.finish()
    until(lambda: _connections() <= before, what="the connection to be closed")


@pytest.mark.django_db
def test_inside_a_transaction_it_is_done_at_once_in_it() -> None:
    beside = Beside()
    beside.run(lambda: _writes("inside"))
    assert IdempotencyKey.objects.filter(key="inside").exists()
    with pytest.raises(IntegrityError):
        beside.run(lambda: _writes("inside"))
    beside.finish()
