"""Accounts: one custom model from migration 0001 (DESIGN §3: accounts)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from minben.foundation.records.models import Record

from .actor import Assurance


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, email: str | None = None, password: str | None = None, **fields: Any) -> Account:
        account = self.model(email=self.normalize_email(email) or None, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email__iexact=username)


class Account(Record, AbstractBaseUser, PermissionsMixin):
    """Somebody who can sign in: staff by password and TOTP, the public by a code to e-mail or phone.

    No username. ``is_staff``/``is_superuser`` exist for libraries and are unused: roles live in ``agencies``.
    """

    class Kind(models.TextChoices):
        STAFF = "staff"
        PUBLIC = "public"

    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.PUBLIC)
    email = models.EmailField(max_length=254, null=True, blank=True)
    phone = models.CharField(max_length=20, null=True, blank=True, help_text="E.164")
    name = models.CharField(max_length=120, blank=True)
    assurance = models.CharField(
        max_length=12, choices=[(a.value, a.value) for a in Assurance], default=Assurance.NONE.value
    )
    language = models.CharField(max_length=10, default="zh-hant")
    settings = models.JSONField(default=dict, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False, editable=False)
    practice = models.BooleanField(
        default=False, help_text="A log-in of the practice city; refused elsewhere."
    )

    session_epoch = models.PositiveIntegerField(
        default=0, editable=False, help_text="counted up to end every open session at once"
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), "kind", name="one_account_per_email_and_kind"),
            models.UniqueConstraint(fields=["phone", "kind"], name="one_account_per_phone_and_kind"),
        ]

    def __str__(self) -> str:
        return self.name or self.email or self.phone or str(self.id)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Hangs on the password and on the epoch: another of either ends every session of the account."""
        return salted_hmac(
            "minben.session", f"{self.password}:{self.session_epoch}", secret=secret, algorithm="sha256"
        ).hexdigest()


class OneTimeCode(Record):
    """A code sent to prove a contact point. Only its digest is kept; five tries, ten minutes, one use."""

    purpose = models.CharField(max_length=24)
    address = models.CharField(max_length=254)
    digest = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    tries_left = models.PositiveSmallIntegerField(default=5)
    used_at = models.DateTimeField(null=True, blank=True)
    sender = models.GenericIPAddressField(null=True, blank=True, help_text="who asked, for the limit")

    class Meta:
        indexes = [models.Index(fields=["purpose", "address", "-id"], name="code_by_address")]


class SignIn(Record):
    """One attempt to sign in, for the person's own list and the security administrator."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="sign_ins")
    succeeded = models.BooleanField()
    means = models.CharField(max_length=20, help_text="password, totp, code, passkey, practice, oidc")
    address = models.GenericIPAddressField(null=True, blank=True)
    device = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["account", "-id"], name="sign_in_by_account")]


class OpenSession(Record):
    """A session that somebody signed in to, for the person's own list; ended by removing it."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="open_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    means = models.CharField(max_length=20)
    address = models.GenericIPAddressField(null=True, blank=True)
    device = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["account", "-id"], name="session_by_account")]


class FailedTry(Record):
    """One wrong answer to something that proves a right (a tracker's code), counted by who tried and at what."""

    purpose = models.CharField(max_length=24)
    who = models.CharField(max_length=64, help_text="network address, or a digest of what was tried at")

    class Meta:
        indexes = [models.Index(fields=["purpose", "who", "-id"], name="failed_tries")]


class ApiClient(Record):
    """A machine that may call: a key of its own, a department and roles as whose it acts, scopes that narrow them.

    Only the SHA-256 of a key is kept: it has 256 random bits, so nothing slower is needed. After a change of keys the
    one before works until ``previous_until``. What stands here holds; what still waits for a second person is an
    :class:`Admission`.
    """

    name = models.CharField(max_length=120)
    department_id = models.UUIDField()
    roles = ArrayField(models.CharField(max_length=12))
    scopes = ArrayField(models.CharField(max_length=20))
    prefix = models.CharField(max_length=12, help_text="the start of the key, to tell keys apart")
    digest = models.CharField(max_length=64, unique=True, null=True, help_text="empty: no key was let in yet")
    previous_digest = models.CharField(max_length=64, null=True, unique=True)
    previous_until = models.DateTimeField(null=True)
    rate = models.PositiveIntegerField(default=600, help_text="calls a minute, for each server process")
    expires_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.name


class Admission(Record):
    """What one administrator asked for a client, and another lets in or refuses: more rights, a key, a longer time.

    ``roles`` and ``scopes`` are what would be added, ``digest`` the key that would begin to work. The database refuses
    a decision by the one who asked.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        LET_IN = "let_in", _("Was let in")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Taken back")

    client = models.ForeignKey(ApiClient, on_delete=models.CASCADE, related_name="admissions")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    roles = ArrayField(models.CharField(max_length=12), default=list)
    scopes = ArrayField(models.CharField(max_length=20), default=list)
    longer = models.BooleanField(default=False, help_text="``expires_on`` would become the last day")
    expires_on = models.DateField(null=True)
    prefix = models.CharField(max_length=12, blank=True)
    digest = models.CharField(max_length=64, unique=True, null=True)
    asked_by = models.UUIDField(help_text="staff id")
    decided_by = models.UUIDField(null=True, help_text="staff id")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client"], condition=models.Q(state="waiting"), name="one_waiting_admission_a_client"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("asked_by")),
                name="who_asks_for_a_client_does_not_decide",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "withdrawn"]) | models.Q(decided_by__isnull=False),
                name="an_admission_is_decided_by_somebody",
            ),
        ]
