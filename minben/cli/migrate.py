"""``minben migrate``: bring the tables up to date as their owner, then give the serving role its rights again."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from minben.config.database import owner_url
from minben.config.environment import Environment

from . import session
from .console import say


def migrate() -> None:
    """Bring the database up to date, as the role that owns the tables."""
    with session.database() as env:
        apply(env)


def apply(env: Environment) -> None:
    """Migrate, and grant again: new tables are of no use to the serving role before that."""
    session.start_django(env, as_owner=True)
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    _add_notices()
    count = _granted(env)
    say(f"The database is up to date ({count} tables granted to the serving role).")


def _add_notices() -> None:
    """A city without a text for its codes lets nobody in: what ships and is missing is added, nothing is overwritten."""
    from minben.channels.actions import add_shipped
    from minben.foundation.access.actor import SYSTEM

    if added := add_shipped(SYSTEM):
        say(f"{added} texts of notices added.")


def _granted(env: Environment) -> int:
    """An outside database without a second role has nobody to grant to."""
    from .postgres.roles import APP, grant

    owner = owner_url(env)
    role = _role(env.database_url) if env.database_url else APP
    return 0 if role == _role(owner) else grant(owner, role=role)


def _role(url: str) -> str:
    return unquote(urlsplit(url).username or "")
