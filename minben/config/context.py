"""What every template may read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from minben.agencies.queries import city_name
from minben.config.display import chosen
from minben.foundation.access.web import actor_of


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "practice": settings.PRACTICE,
        "site_name": SimpleLazyObject(city_name),
        "hotline": settings.HOTLINE,
        "actor": actor_of(request),
        "languages": settings.LANGUAGES,
        "display": chosen(request),
    }
