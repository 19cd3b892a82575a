"""Words seen in public text, for "did you mean"."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Lexeme(models.Model):
    """A Latin word of public text. Never fed from cases or parties: a suggestion would tell what they hold."""

    word = models.CharField(max_length=40, primary_key=True)
    seen = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="lexemes_by_trigram")]

    def __str__(self) -> str:
        return self.word
