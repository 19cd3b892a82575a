"""What every template may read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from minben.agencies.queries import city_name
from minben.agencies.site import NAME
from minben.config.display import chosen
from minben.foundation.access.web import actor_of
from minben.foundation.options import held


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "practice": settings.PRACTICE,
        "site_name": SimpleLazyObject(city_name),
        "hotline": SimpleLazyObject(_hotline),
        "site_texts": SimpleLazyObject(_texts),
        "actor": actor_of(request),
        "languages": settings.LANGUAGES,
        "display": chosen(request),
    }


def _texts() -> dict[str, Any]:
    """What the government says about itself (settings, texts of the site); no statement while it is remembered."""
    return held.of(NAME)


def _hotline() -> str:
    return str(held.of(NAME)["hotline"])
