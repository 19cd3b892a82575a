"""``minben api-client``: keys of machines, for installations that are set up by a script."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated

import typer

from minben.config.environment import SettingError

from . import session
from .console import out, say

app = typer.Typer(no_args_is_help=True, help="Keys of the machines that may call the API.")


@app.command("make")
def make(
    name: Annotated[str, typer.Argument(help="Which system it is.")],
    department: Annotated[str, typer.Option(help="Code of the department in whose name it calls.")],
    role: Annotated[list[str], typer.Option(help="A role it holds there; may be given several times.")],
    scope: Annotated[
        list[str], typer.Option(help="What it may ask for, like cases:read; may be given several times.")
    ],
    rate: Annotated[int, typer.Option(help="Calls a minute, for each server process.")] = 600,
    expires: Annotated[str, typer.Option(help="Last day it works, like 2027-12-31.")] = "",
) -> None:
    """Make a client and print its key, once. It works at once: the trail says that the operator let it in."""
    with session.django_ready():
        from minben.agencies.actions.clients import make_client
        from minben.foundation.access.actor import SYSTEM

        made = make_client(
            SYSTEM,
            name=name,
            department_id=_department(department),
            roles=role,
            scopes=scope,
            rate=rate,
            expires_on=_day(expires),
        )
        out.print(made.key, markup=False)


@app.command("list")
def show() -> None:
    """Print the clients: key of the row, start of the API key, name, scopes, last day used."""
    with session.django_ready():
        from minben.foundation.access.models import ApiClient

        for row in ApiClient.objects.order_by("name", "id"):
            state = "revoked" if row.revoked_at else f"last used {row.last_used_on or 'never'}"
            say(f"{row.id}  {row.prefix}…  {row.name}  {' '.join(row.scopes)}  {state}")


@app.command("rotate")
def rotate(
    client: Annotated[uuid.UUID, typer.Argument(help="The key of the row, from `minben api-client list`.")],
    at_once: Annotated[bool, typer.Option(help="The old key stops now, not in a day.")] = False,
) -> None:
    """Print a new key for a client."""
    with session.django_ready():
        from minben.agencies.actions.clients import rotate_client
        from minben.foundation.access.actor import SYSTEM

        out.print(rotate_client(SYSTEM, client, at_once=at_once).key, markup=False)


@app.command("revoke")
def revoke(
    client: Annotated[uuid.UUID, typer.Argument(help="The key of the row, from `minben api-client list`.")],
    reason: Annotated[str, typer.Option(prompt=True, help="Why; it stays in the trail.")],
) -> None:
    """Close a client for good. Servers that remember it stop within ten seconds."""
    with session.django_ready():
        from minben.agencies.actions.clients import revoke_client
        from minben.foundation.access.actor import SYSTEM

        say(f"{revoke_client(SYSTEM, client, reason=reason).name} is revoked.")


def _department(code: str) -> uuid.UUID:
    from minben.agencies.models import Department

    found = Department.objects.filter(code=code, active=True).values_list("id", flat=True)[:2]
    if len(found) != 1:
        raise SettingError(f"{len(found) or 'No'} departments have the code {code!r}; name one by its code.")
    return found[0]


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise SettingError(f"{text!r} is no day; write one like 2027-12-31.") from error
