"""What a payment provider must be able to do. None of it is called inside a transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from minben.foundation.adapters import Registry

State = Literal["waiting", "paid", "declined"]


@dataclass(frozen=True)
class Order:
    """What is asked for. ``reference`` is the idempotency key: the same one again is the same order."""

    reference: str
    amount: int
    currency: str
    title: str
    back: str
    language: str


@dataclass(frozen=True)
class Begun:
    """Where the payer is sent, and what the provider calls the order."""

    address: str
    provider_reference: str = ""


@dataclass(frozen=True)
class Heard:
    """What became of an order, as the provider tells it."""

    reference: str
    state: State
    amount: int
    currency: str
    provider_reference: str = ""


class Provider(Protocol):
    """One way to take money."""

    def begin(self, order: Order) -> Begun:
        """Open the order. Raises Conflict with what to tell the payer when it cannot be opened now."""

    def ask(self, reference: str) -> Heard | None:
        """What became of it, asked by us; None for one that the provider does not know."""

    def hear(self, body: bytes, headers: Mapping[str, str]) -> Heard:
        """A call-back read. Raises Refused unless its signature is the provider's over exactly these bytes."""

    def refund(self, reference: str, amount: int, currency: str, *, part: str = "") -> None:
        """Give money back; the same reference and ``part`` again give it back once. Raises Conflict when it cannot now.

        ``part``: our name of a part of the order; "" for all that is left of it.
        """


providers: Registry[Provider] = Registry("payment provider")
