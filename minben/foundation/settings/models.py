"""What administrators chose on screens, and every change of it."""

from __future__ import annotations

from typing import Any

from django.db import models

from minben.foundation.records.models import Record


class Setting(Record):
    """One value that differs from its default. A secret lies encrypted in ``secret``; ``value`` is empty then."""

    name = models.CharField(max_length=60, unique=True)
    value: models.JSONField[Any] = models.JSONField(null=True, blank=True)
    secret = models.BinaryField(default=bytes, blank=True)

    def __str__(self) -> str:
        return self.name


class SettingChange(Record):
    """Who changed what, from what, to what. A secret only says that it was changed."""

    name = models.CharField(max_length=60)
    before: models.JSONField[Any] = models.JSONField(null=True, blank=True)
    after: models.JSONField[Any] = models.JSONField(null=True, blank=True)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [models.Index(fields=["name", "-id"], name="setting_changes_by_name")]
