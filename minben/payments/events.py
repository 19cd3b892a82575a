"""What payments announce."""

from __future__ import annotations

from dataclasses import dataclass

from minben.foundation.events import Event


@dataclass(frozen=True)
class PaymentSettled(Event):
    """A fee was paid, or somebody asked not to have to: what waited for it may go on."""

    name = "payment.settled"


@dataclass(frozen=True)
class RefundOrdered(Event):
    """The money of an attempt (``subject_id``) has to go back."""

    name = "payment.refund_ordered"


@dataclass(frozen=True)
class PartRefundOrdered(Event):
    """The money of one part of a sum (``subject_id``: its line) has to go back."""

    name = "payment.part_refund_ordered"


@dataclass(frozen=True)
class PaymentRefunded(Event):
    """The money of a fee went back."""

    name = "payment.refunded"
