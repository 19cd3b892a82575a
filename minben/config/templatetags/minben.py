"""Template filters of the house, loaded everywhere."""

from __future__ import annotations

from typing import Any

from django import template

from minben.foundation.records.translated import Localized, localized

register = template.Library()


@register.filter
def tr(value: Any) -> Localized:
    """A translated field in the active language."""
    return localized(value)
