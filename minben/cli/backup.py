"""``minben backup`` and ``minben restore``: the whole installation in one file, except its keys."""

from __future__ import annotations

import datetime as dt
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from minben.config.environment import SettingError

from . import session
from .console import complain, say, step
from .saving import archive, loading, proof
from .saving.dumping import back_up, forget_older

SHOWN = 20


def backup(
    target: Annotated[Path, typer.Argument(help="The file to write, or a folder for one named by the time.")],
    keep: Annotated[
        int, typer.Option(min=0, help="In a folder: remove all but so many of the newest; 0 keeps all.")
    ] = 0,
) -> None:
    """Save database and files while the city works. The keys are not in it: keep them in another place."""
    if not target.is_dir() and (target.exists() or not target.parent.is_dir()):
        raise SettingError(f"{target} is there already, or its folder is not. Name a new file or a folder.")
    with session.django_ready() as env:
        made = back_up(env, target, now=dt.datetime.now(dt.UTC))
        _on_record("installation.backed_up", made.path.name)
    for old in forget_older(target, keep) if keep and target.is_dir() else []:
        say(f"  removed {old.name}")
    size = made.path.stat().st_size / 1e6
    say(f"{made.path}: {made.rows:,} rows, {made.files:,} files, {size:,.1f} MB. The keys are not in it.")


def restore(
    source: Annotated[Path, typer.Argument(help="A file that `minben backup` wrote.")],
) -> None:
    """Put a backup into an empty installation that has its keys, bring it up to date and prove that it is whole."""
    with archive.opened(source) as (tar, manifest):
        env = session.settings()
        proof.refuse_other_keys(env, manifest)
        with session.database(found=True) as env:
            count = loading.put_back(env, tar, manifest)
            session.start_django(env)
            with step("proof"):
                wrong = list(islice(loading.doubts(env), SHOWN))
            _on_record("installation.restored", source.name)
    for doubt in wrong:
        complain(doubt)
    if wrong:
        raise typer.Exit(1)
    say(
        f"Restored: {sum(manifest.tables.values()):,} rows and {count:,} files of {manifest.made_at[:19]}, "
        "each file as it was stored, both trails unbroken. Everybody signs in anew."
    )


def _on_record(action: str, name: str) -> None:
    from minben.foundation.access.actor import SYSTEM
    from minben.foundation.audit import trail

    trail.wrote(SYSTEM, action, subject=("installation", None), reason=name)
