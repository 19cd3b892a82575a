"""The fee of a service, as one sum."""

from __future__ import annotations

from decimal import Decimal

from .models import ServiceVersion


def fee_of(version: ServiceVersion) -> tuple[Decimal, str] | None:
    """(sum, currency) of what is paid online; None when nothing is. One statement.

    The guide is only published with fixed amounts in one currency (``guide.read``).
    """
    if not version.fee_step:
        return None
    charged = [cost for cost in version.costs.all() if cost.amount]
    if not charged:
        return None
    return sum((cost.amount or Decimal(0) for cost in charged), Decimal(0)), charged[0].currency
