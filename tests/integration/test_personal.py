"""What a room declares as personal can be exported and erased."""

from __future__ import annotations

import uuid

import pytest

from minben.foundation.access.models import Account, SignIn
from minben.foundation.records.personal import Personal, undeclared

pytestmark = pytest.mark.django_db


def test_declared_fields_are_exported_and_emptied_and_the_row_stays():
    account = Account.objects.create(kind="public")
    other = Account.objects.create(kind="public")
    for one in (account, other):
        SignIn.objects.create(
            account=one, succeeded=True, means="code", device="Firefox", address="192.0.2.1"
        )
    held = Personal(SignIn, "account_id", ("device", "address"))
    assert [row["device"] for row in held.exported([account.id])] == ["Firefox"]
    assert held.erased([account.id]) == 1
    kept = SignIn.objects.get(account=account)
    assert (kept.device, kept.address) == ("", None)
    assert SignIn.objects.get(account=other).device == "Firefox"
    assert held.exported([uuid.uuid4()]) == []


def test_a_field_nobody_spoke_about_is_named():
    assert undeclared(SignIn) == ["means", "address", "device"] or undeclared(SignIn) == ["means", "device"]
