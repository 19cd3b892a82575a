"""``minben bench``: measure, or break, a throw-away city. Needs the clone: the benches are no part of the package."""

from __future__ import annotations

import importlib.util
import subprocess
import sys

import typer

from minben.config.environment import SettingError

app = typer.Typer(no_args_is_help=True, help="Measure, or break, a throw-away city.")
AS_THEY_ARE = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


@app.command("speed", context_settings=AS_THEY_ARE)
def speed(context: typer.Context) -> None:
    """How fast it is, beside the bare database. `--help` says what can be chosen."""
    _run("bench", context.args)


@app.command("faults", context_settings=AS_THEY_ARE)
def faults(context: typer.Context) -> None:
    """Kill web server, worker and database at random under steady intake, and count what was lost. `--help` says more."""
    _run("bench.faults", context.args)


def _run(module: str, arguments: list[str]) -> None:
    if importlib.util.find_spec("bench") is None:
        raise SettingError("The benches are not installed: run this in a clone of the project.")
    raise typer.Exit(subprocess.run([sys.executable, "-m", module, *arguments], check=False).returncode)
