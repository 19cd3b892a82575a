"""How a command comes to its settings, its database and Django: late, so that ``minben --help`` stays quick."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from minben.config import environment, installation
from minben.config.database import EMBEDDED_FILE, owner_url
from minben.config.environment import Environment, SettingError

from .console import say

SETTINGS = "minben.config.settings"


def settings() -> Environment:
    """The installation's settings, completed from its data directory."""
    return installation.completed(environment.read())


def has_database(env: Environment) -> bool:
    return bool(env.database_url) or (env.data_dir / EMBEDDED_FILE).exists()


@contextmanager
def database(*, found: bool = False) -> Iterator[Environment]:
    """The outside database, or the embedded one for as long as the block lasts.

    ``found`` makes an embedded one where there is none; without it that is refused with what to do.
    """
    env = settings()
    if not found and not has_database(env):
        raise SettingError(
            f"There is no installation in {env.data_dir}: run `minben setup`, or set MINBEN_DATA_DIR to the "
            "directory of one, or MINBEN_DATABASE_URL to its database."
        )
    if env.database_url:
        yield env
        return
    from .embedded import running

    with running(env.data_dir, say=say):
        yield settings()


def start_django(env: Environment, *, as_owner: bool = False) -> None:
    """Load Django, as the serving role or as the one that owns the tables. Once in a process."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    if as_owner:
        os.environ["MINBEN_DATABASE_URL"] = owner_url(env)
    django.setup()


@contextmanager
def django_ready() -> Iterator[Environment]:
    """Database and Django of an existing installation, as the serving role."""
    with database() as env:
        start_django(env)
        yield env
