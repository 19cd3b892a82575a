"""Every setting an installation may give, in one place. Wrong values are refused at start with what to do.

The reference page ``docs/reference/settings.md`` is made from this list.
"""

from __future__ import annotations

import os
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


class SettingError(Exception):
    """A setting is missing or wrong. The message names it and says what to write."""


@dataclass(frozen=True)
class Environment:
    """The installation's settings, read from ``MINBEN_*``."""

    database_url: str = field(
        default="", metadata={"help": "postgresql://user:pass@host:port/name; empty: embedded"}
    )
    owner_database_url: str = field(
        default="", metadata={"help": "same database as a role that owns the tables; used by migrate only"}
    )
    secret_key: str = field(default="", metadata={"help": "50 or more random characters"})
    field_keys: str = field(
        default="",
        metadata={"help": "id:base64 pairs, newest first, comma separated; `minben keys new` prints one"},
    )
    database_pool: int = field(
        default=0, metadata={"help": "connections kept open by one server process; 0: one for each request"}
    )
    data_dir: Path = field(
        default=Path(".minben"), metadata={"help": "files, embedded database, sealed heads"}
    )
    allowed_hosts: str = field(
        default="127.0.0.1,localhost", metadata={"help": "host names served, comma separated"}
    )
    trusted_proxies: str = field(
        default="127.0.0.1,::1",
        metadata={"help": "addresses of the proxies in front, whose X-Forwarded-For is believed"},
    )
    public_url: str = field(default="", metadata={"help": "address in letters and messages, https://…"})
    time_zone: str = field(
        default="Asia/Shanghai", metadata={"help": "zone for staff pages without a jurisdiction"}
    )
    email_url: str = field(
        default="",
        metadata={"help": "smtp://user:pass@host:port (smtps: TLS); empty: what the settings page says"},
    )
    email_from: str = field(
        default="no-reply@minben.invalid",
        metadata={"help": "sender of mail, until the settings page says another"},
    )
    email_password: str = field(
        default="",
        metadata={"help": "password for the server and user of the settings page, sent over TLS only"},
    )
    oidc_private_hosts: str = field(
        default="",
        metadata={"help": "sign-in providers inside your own network, host[:port], comma separated"},
    )
    payment_provider: str = field(
        default="",
        metadata={"help": "who takes fees online; empty: nobody, in a practice city the sandbox"},
    )
    practice: bool = field(default=False, metadata={"help": "1: practice city, marked on every page"})
    debug: bool = field(default=False, metadata={"help": "1: error pages with source, for developers only"})
    https: bool = field(default=False, metadata={"help": "1: behind TLS; cookies are marked secure, HSTS on"})
    log: str = field(default="plain", metadata={"help": "plain or json: the form of the log lines"})
    log_level: str = field(
        default="warning", metadata={"help": "debug, info, warning or error; info: a line for each request"}
    )
    metrics_token: str = field(
        default="",
        metadata={"help": "who brings it may read /metrics from elsewhere; empty: this machine only"},
    )
    traces_url: str = field(
        default="", metadata={"help": "OTLP collector, http://host:4318/v1/traces; empty: no traces"}
    )


def variable(name: str) -> str:
    return f"MINBEN_{name.upper()}"


def read(values: Mapping[str, str] | None = None) -> Environment:
    """The environment. Raises SettingError for an unknown ``MINBEN_`` variable or a wrong value."""
    given = os.environ if values is None else values
    known = {variable(name): name for name in Environment.__dataclass_fields__}
    for name in given:
        if name.startswith("MINBEN_") and name not in known and not name.startswith("MINBEN_TEST_"):
            raise SettingError(f"{name} is not a setting of Minben. Known ones: {', '.join(sorted(known))}.")
    return Environment(**{known[n]: _value(n, known[n], given[n]) for n in known if given.get(n)})  # type: ignore[arg-type]


def _zone(variable_name: str, text: str) -> str:
    if text not in zoneinfo.available_timezones():
        raise SettingError(f"{variable_name} must be a time zone like Asia/Taipei, not {text!r}.")
    return text


def _number(variable_name: str, text: str) -> int:
    if not text.isdecimal() or int(text) > 1000:
        raise SettingError(f"{variable_name} must be a whole number from 0 to 1000, not {text!r}.")
    return int(text)


CHOICES = {"log": ("plain", "json"), "log_level": ("debug", "info", "warning", "error")}


def _chosen(variable_name: str, name: str, text: str) -> str:
    if text not in CHOICES[name]:
        raise SettingError(f"{variable_name} must be one of {', '.join(CHOICES[name])}, not {text!r}.")
    return text


def _value(variable_name: str, name: str, text: str) -> str | bool | int | Path:
    kind = Environment.__dataclass_fields__[name].type
    if kind == "int":
        return _number(variable_name, text)
    if kind == "bool":
        if text not in {"0", "1"}:
            raise SettingError(f"{variable_name} must be 0 or 1, not {text!r}.")
        return text == "1"
    if kind == "Path":
        return Path(text).expanduser().absolute()
    if name.endswith("database_url") and not text.startswith(("postgresql://", "postgres://")):
        raise SettingError(
            f"{variable_name} must start with postgresql:// (PostgreSQL 15 or newer is needed)."
        )
    if name in CHOICES:
        return _chosen(variable_name, name, text)
    if name == "time_zone":
        return _zone(variable_name, text)
    if name == "secret_key" and len(text) < 50:
        raise SettingError(f"{variable_name} must have at least 50 characters; it has {len(text)}.")
    return text
