"""Password sign-in is for staff only; the public signs in with a code."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from .models import Account


class StaffBackend(ModelBackend):
    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> Account | None:
        """The active staff account with this e-mail and password, in the time a wrong password takes as well."""
        if not username or password is None:
            return None
        account = Account.objects.filter(email__iexact=username, kind=Account.Kind.STAFF).first()
        if account is None:
            Account().set_password(password)
            return None
        good = account.check_password(password)
        return account if good and self.user_can_authenticate(account) else None
