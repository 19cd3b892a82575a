"""The database connection out of the settings: an outside PostgreSQL, or the embedded one's file of coordinates."""

from __future__ import annotations

import json
import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from .environment import Environment

EMBEDDED_FILE = "database.json"
"""Written by the embedded launcher into the data directory: {"url": app role, "owner_url": owner role}."""


def connection_settings(env: Environment) -> dict[str, Any]:
    """Django's DATABASES entry. ``MINBEN_TEST_AS_OWNER``/migrate use the owner's address where there is one."""
    settings = _parse(_url(env, owner=bool(os.environ.get("MINBEN_TEST_AS_OWNER"))))
    settings["ENGINE"] = "django.db.backends.postgresql"
    settings["CONN_MAX_AGE"] = 0
    settings["CONN_HEALTH_CHECKS"] = False
    return settings


def _url(env: Environment, *, owner: bool) -> str:
    given = (env.owner_database_url or env.database_url) if owner else env.database_url
    if given:
        return given
    coordinates = env.data_dir / EMBEDDED_FILE
    if coordinates.exists():
        found = json.loads(coordinates.read_text(encoding="utf-8"))
        return str(found["owner_url" if owner else "url"])
    return "postgresql://minben@127.0.0.1:5432/minben"


def _parse(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    return {
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }
