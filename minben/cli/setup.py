"""``minben setup``: an empty, real installation and its first administrator."""

from __future__ import annotations

import zoneinfo
from typing import Annotated

import typer

from minben.config import installation
from minben.config.environment import SettingError

from . import session
from .console import say, step
from .subcommand import finish


def setup(
    place: Annotated[str, typer.Option(prompt="Name of the jurisdiction")],
    administrator: Annotated[str, typer.Option(prompt="Name of the security administrator")],
    email: Annotated[str, typer.Option(prompt="E-mail of the security administrator")],
    password: Annotated[
        str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, envvar="SETUP_PASSWORD")
    ],
    time_zone: Annotated[str, typer.Option(help="Zone of the jurisdiction.")] = "Asia/Shanghai",
    calendar: Annotated[str, typer.Option(help="Holiday calendar: CN, TW, US-MA …")] = "CN",
) -> None:
    """Make an empty installation with one security administrator, who then grants the other roles."""
    if time_zone not in zoneinfo.available_timezones():
        raise SettingError(f"{time_zone!r} is no time zone; write one like Asia/Taipei.")
    _known_calendar(calendar)
    _keys()
    with session.database(found=True) as env:
        with step("tables"):
            finish("migrate")
        with step("translations"):
            finish("messages", "--compile")
        session.start_django(env)
        from minben.agencies.actions.found import Founding, found

        founding = Founding(place, time_zone, calendar, administrator, email, password)
        with step("jurisdiction and administrator"):
            found(founding)
    say(
        f"{place} is set up in {env.data_dir}. Next: `minben serve` and `minben worker`, then sign in at /desk/."
    )


def _known_calendar(code: str) -> None:
    """A wrong code would make every deadline fail later."""
    from minben.foundation.worktime.holidays_of import workdays

    try:
        workdays(code, 2026)
    except ValueError as error:
        raise SettingError(str(error)) from error


def _keys() -> None:
    """The installation's own keys; a practice city is never turned into a real installation."""
    from .embedded import make_data_dir

    env = session.settings()
    make_data_dir(env.data_dir)
    if installation.founded(env.data_dir, practice=False).practice:
        raise SettingError(
            f"{env.data_dir} holds a practice city. Set MINBEN_DATA_DIR to an empty directory."
        )
