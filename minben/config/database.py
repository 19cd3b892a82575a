"""The database connection out of the settings: an outside PostgreSQL, or the embedded one's file of coordinates."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from .environment import Environment

EMBEDDED_FILE = "database.json"
"""Written by the embedded launcher into the data directory: {"url": app role, "owner_url": owner role}."""
PLANNED_ONCE = "-c plan_cache_mode=force_generic_plan"
"""For prepared statements (``foundation.records.prepared``): left alone, the server plans one over many partitions anew
each time, as the plan for a known value looks cheaper than it is. Other statements carry their values and are not touched."""
NOWHERE = "postgresql://minben@127.0.0.1:5432/minben"
"""Tried when nothing was said and there is no embedded database yet."""


def connection_settings(env: Environment) -> dict[str, Any]:
    """Django's DATABASES entry of the serving role."""
    settings = _parse(serving_url(env))
    settings["ENGINE"] = "django.db.backends.postgresql"
    settings["CONN_MAX_AGE"] = 0
    settings["CONN_HEALTH_CHECKS"] = False
    given = settings["OPTIONS"].get("options", "")
    settings["OPTIONS"]["options"] = f"{given} {PLANNED_ONCE}".strip()
    if env.database_pool:
        settings["OPTIONS"]["pool"] = {"min_size": 1, "max_size": env.database_pool, "timeout": 10}
    return settings


def serving_url(env: Environment) -> str:
    """Where the serving role connects."""
    return env.database_url or _embedded(env, "url")


def owner_url(env: Environment) -> str:
    """Where the role that owns the tables connects: ``minben migrate`` works as that one."""
    return env.owner_database_url or env.database_url or _embedded(env, "owner_url")


def _embedded(env: Environment, key: str) -> str:
    coordinates = env.data_dir / EMBEDDED_FILE
    if coordinates.exists():
        return str(json.loads(coordinates.read_text(encoding="utf-8")).get(key) or NOWHERE)
    return NOWHERE


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
