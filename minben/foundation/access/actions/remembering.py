"""What an account keeps for itself: small marks that only its owner sees, beside what they decide nothing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from minben.foundation.access.models import Account


def remember(account_id: UUID, name: str, value: Any) -> None:
    """Keep ``value`` under ``name``. It gives no right and says nothing of anybody else, so it leaves no line in the trail."""
    with transaction.atomic():
        account = Account.objects.select_for_update().only("settings").get(pk=account_id)
        account.settings = {**account.settings, name: value}
        account.save(update_fields=["settings"])
