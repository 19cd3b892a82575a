"""``minben worktime check``: does the city's own file follow the clock it says it follows?"""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from . import session
from .console import complain, out, say
from .importing import counting

if TYPE_CHECKING:
    from minben.foundation.worktime.fitting import Dated, Promise, Tally
    from minben.importing.promises import Found

app = typer.Typer(no_args_is_help=True, help="Time limits.")
UNITS = {"openday": "workday", "fullday": "natural day"}
WIDE = 170
"""Columns of the table where nobody watches: in a file or a pipe."""
SHARES = {"exact": "To the minute", "near": "Within 2 min", "same_day": "Same day"}
"""Of the rows of a type, by what was promised on the day they were opened."""
Line = dict[str, object]


class Format(StrEnum):
    TABLE = "table"
    CSV = "csv"
    JSON = "json"


@app.callback()
def worktime() -> None:
    """Time limits."""


@app.command("check")
def check(
    file: Annotated[Path, typer.Argument(help="CSV (also .gz), Excel workbook or JSON lines.")],
    mapping: Annotated[str, typer.Option(help="Name of a shipped mapping, or path of a mapping file.")],
    types: Annotated[
        list[str] | None, typer.Option("--type", help="Only types that hold this word; may be given again.")
    ] = None,
    shape: Annotated[Format, typer.Option("--format", help="table, csv or json.")] = Format.TABLE,
    misses: Annotated[Path | None, typer.Option(help="Write the rows that do not fit into this CSV.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only what was opened on this day or later.")
    ] = None,
    at_least: Annotated[
        float, typer.Option(min=0, max=100, help="Exit code 1 when fewer per cent of a shown type fit.")
    ] = 0,
) -> None:
    """Find how many days were promised for each type in FILE, and how many rows are due at that very minute."""
    session.start_django(session.settings())
    from minben.importing import promises
    from minben.importing.mapping import load

    read, day = load(mapping), since.date() if since else None
    with counting(quiet=shape is not Format.TABLE or not out.is_terminal) as told:
        found = promises.examine(file, read, since=day, progress=told)
    chosen = found.narrowed(types or [])
    lines = [
        _line(name, chosen[name]) for name in sorted(chosen, key=lambda name: (-chosen[name].rows, name))
    ]
    _show(lines, shape)
    if shape is Format.TABLE:
        _sum_up(found)
    if misses is not None:
        best = {name: dated for name, tally in chosen.items() if (dated := tally.dated())}
        count = promises.write_misses(file, read, best, misses, since=day)
        complain(f"{count:,} rows do not fit their type; they are in {misses}.")
    _judge(lines, at_least)


def _line(name: str, tally: Tally) -> Line:
    line: Line = {
        "type": name,
        "rows": tally.rows,
        "days": None,
        "unit": "",
        **dict.fromkeys(SHARES, 0.0),
        "also": "",
    }
    dated = tally.dated()
    if dated is None:
        return line
    kept = tally.kept(dated)
    told: Line = {"days": dated.now.amount, "unit": UNITS[dated.now.unit.value], "also": _also(tally, dated)}
    return line | told | {share: _share(getattr(kept, share), tally) for share in SHARES}


def _share(count: int, tally: Tally) -> float:
    """Per cent, never rounded up to a hundred."""
    return int(10_000 * count / tally.rows) / 100


def _also(tally: Tally, dated: Dated) -> str:
    """What was promised before; or another promise that was given beside it, and between which days."""
    from minben.foundation.worktime.fitting import WORTH

    if dated.before is not None:
        return f"{_days(dated.before)} before {dated.changed:%Y-%m-%d}"
    fit = tally.best(beside=dated.now)
    if fit is None or fit.exact < WORTH * tally.rows:
        return ""
    share = _share(fit.exact, tally)
    return f"{_days(fit.promise)}: {share} %, opened {fit.first:%Y-%m-%d} to {fit.last:%Y-%m-%d}"


def _days(promise: Promise) -> str:
    return f"{promise.amount} {UNITS[promise.unit.value]}{'' if promise.amount == 1 else 's'}"


def _show(lines: list[Line], shape: Format) -> None:
    if shape is Format.JSON:
        typer.echo(json.dumps(lines, ensure_ascii=False, indent=1))
    elif shape is Format.CSV:
        text = io.StringIO()
        writer = csv.DictWriter(text, ["type", "rows", "days", "unit", *SHARES, "also"])
        writer.writeheader()
        writer.writerows(lines)
        typer.echo(text.getvalue(), nl=False)
    else:
        out.print(_table(lines), crop=False, width=None if out.is_terminal else WIDE)


def _table(lines: list[Line]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("Type", overflow="fold", min_width=30)
    for name in ("Rows", "Days", "Unit", *SHARES.values()):
        table.add_column(name, justify="left" if name == "Unit" else "right", no_wrap=True)
    table.add_column("Also", overflow="fold", min_width=34)
    for line in lines:
        days = "–" if line["days"] is None else str(line["days"])
        shares = [f"{line[name]:.2f} %" for name in SHARES]
        table.add_row(
            str(line["type"]), f"{line['rows']:,}", days, str(line["unit"]), *shares, str(line["also"])
        )
    return table


def _sum_up(found: Found) -> None:
    best = [tally.kept(dated).exact for tally in found.types.values() if (dated := tally.dated())]
    rows = sum(tally.rows for tally in found.types.values())
    share = f" ({100 * sum(best) / rows:.2f} %)" if rows else ""
    say(
        f"\n{found.read:,} rows: {found.without:,} promise nothing, {found.unreadable:,} cannot be read, "
        f"{rows:,} were checked; {sum(best):,} of these{share} are due at the minute their type promised."
    )
    for number, why in found.unread:
        say(f"  row {number}: {why}")


def _judge(lines: list[Line], at_least: float) -> None:
    poor = [str(line["type"]) for line in lines if float(str(line["exact"])) < at_least]
    if poor:
        complain(f"Fewer than {at_least:g} % fit: {', '.join(poor)}.")
        raise typer.Exit(1)
