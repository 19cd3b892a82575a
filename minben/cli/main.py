"""The ``minben`` command. Each module beside this one holds one command; Django is loaded by those that need it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from minben.config.environment import SettingError

from . import (
    api_client,
    audit,
    backup,
    bench,
    city,
    configuration,
    demo,
    doctor,
    importing,
    keys,
    messages,
    migrate,
    reindex,
    search,
    serve,
    setup,
    worker,
    worktime,
)
from .console import complain
from .postgres.account import LaunchError

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Minben (民本): an open-source CRM for government.",
)


@app.callback()
def main(
    data: Annotated[Path | None, typer.Option(help="Data directory; goes before MINBEN_DATA_DIR.")] = None,
) -> None:
    if data is not None:
        os.environ["MINBEN_DATA_DIR"] = str(data.absolute())


app.command("demo")(demo.demo)
app.command("setup")(setup.setup)
app.command("serve")(serve.serve)
app.command("worker")(worker.worker)
app.command("migrate")(migrate.migrate)
app.command("doctor")(doctor.doctor)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("import")(importing.take_in)
app.command("search")(search.search)
app.command("reindex")(reindex.reindex)
app.command("messages")(messages.messages)
app.command("people", hidden=True)(city.people)
app.command("log-ins", hidden=True)(city.log_ins)
app.add_typer(api_client.app, name="api-client")
app.add_typer(configuration.app, name="config")
app.add_typer(keys.app, name="keys")
app.add_typer(audit.app, name="audit")
app.add_typer(bench.app, name="bench")
app.add_typer(worktime.app, name="worktime")


def run() -> None:
    """Entry point: an expected refusal is one line on standard error and exit code 2, no traceback."""
    try:
        app(prog_name="minben")
    except (SettingError, LaunchError) as refusal:
        complain(str(refusal))
        sys.exit(2)
    except Exception as problem:
        if _is_expected(problem):
            complain(str(problem))
            sys.exit(2)
        raise


def _is_expected(problem: Exception) -> bool:
    """A rule's refusal or an unreachable database, told apart without loading Django for it."""
    names = {f"{c.__module__}.{c.__name__}" for c in type(problem).__mro__}
    return bool(names & {"minben.foundation.records.errors.Problem", "django.db.utils.OperationalError"})
