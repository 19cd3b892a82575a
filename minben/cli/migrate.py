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
    make_room()
    bring(env)
    count = _granted(env)
    say(f"The database is up to date ({count} tables granted to the serving role).")


def make_room() -> None:
    """The months ahead, before the first row is written: a month whose rows lie in the rest partition never gets its own."""
    from django.utils import timezone

    from minben.foundation.jobs.jobs import make_partitions

    make_partitions(timezone.now())


def bring(env: Environment) -> None:
    """What an installation begins with and is missing: texts of notices, lists of the catalogue, processes.

    Nothing is overwritten. The practice city brings texts and lists of its own.
    """
    _bring_processes()
    if env.practice:
        return
    from minben.catalog.actions import add_lists
    from minben.channels.actions import add_shipped
    from minben.foundation.access.actor import SYSTEM

    if texts := add_shipped(SYSTEM):
        say(f"{texts} texts of notices added.")
    if lists := add_lists(SYSTEM):
        say(f"Lists added: {', '.join(lists)}.")


def _bring_processes() -> None:
    from minben.cases.shipped import drawings
    from minben.foundation.access.actor import SYSTEM
    from minben.processes.actions.definitions import add_shipped

    if processes := add_shipped(SYSTEM, drawings()):
        say(f"Processes added: {', '.join(processes)}.")


def _granted(env: Environment) -> int:
    """An outside database without a second role has nobody to grant to."""
    from .postgres.roles import APP, grant

    owner = owner_url(env)
    role = _role(env.database_url) if env.database_url else APP
    return 0 if role == _role(owner) else grant(owner, role=role)


def _role(url: str) -> str:
    return unquote(urlsplit(url).username or "")
