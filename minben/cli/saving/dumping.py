"""Making a backup while the city works: one snapshot of the database, and the files that it may mean."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from minben import __version__
from minben.cli.console import step
from minben.config.database import owner_url
from minben.config.environment import Environment

from . import archive, programs, proof
from .tables import UNSAVED, Frozen, frozen

SUFFIX = ".minben"


@dataclass(frozen=True)
class Made:
    path: Path
    rows: int
    files: int


def back_up(env: Environment, target: Path, *, now: dt.datetime) -> Made:
    """Write one archive. ``target`` is a file, or a folder that gets a file named by the time.

    The heads are copied before the snapshot and the files after it: so every head has its seal in the dump, and
    every file that a row of the dump means is there (bytes are stored before the row that means them).
    """
    path = target / f"minben-{now:%Y%m%d-%H%M%S}{SUFFIX}" if target.is_dir() else target
    url = owner_url(env)
    with tempfile.TemporaryDirectory(prefix=".minben-backup-", dir=path.parent) as folder:
        heads = _heads(env, Path(folder))
        dump = Path(folder) / "database.dump"
        with step("database"), frozen(url) as moment:
            _dump(url, moment, dump)
        with step("files"):
            manifest = _manifest(env, moment, now, dump=dump, heads=heads)
            count = archive.write(path, manifest, dump=dump, heads=heads, files=env.data_dir / archive.FILES)
    return Made(path, sum(moment.tables.values()), count)


def forget_older(folder: Path, keep: int) -> list[Path]:
    """Remove all but the newest ``keep`` archives that this command named itself."""
    found = sorted(folder.glob(f"minben-????????-??????{SUFFIX}"), reverse=True)
    for path in found[keep:]:
        path.unlink()
    return found[keep:]


def _heads(env: Environment, folder: Path) -> Path | None:
    source = env.data_dir / archive.HEADS
    if not source.exists():
        return None
    return Path(shutil.copyfile(source, folder / "heads.jsonl"))


def _dump(url: str, moment: Frozen, dump: Path) -> None:
    without = [f"--exclude-table-data=public.{name}" for name in UNSAVED]
    programs.run(
        "pg_dump",
        url,
        moment.major,
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        f"--snapshot={moment.snapshot}",
        f"--file={dump}",
        *without,
    )


def _manifest(
    env: Environment, moment: Frozen, now: dt.datetime, *, dump: Path, heads: Path | None
) -> archive.Manifest:
    digests = {archive.DUMP: archive.file_digest(dump)}
    if heads is not None:
        digests[archive.HEADS] = archive.file_digest(heads)
    return archive.Manifest(
        made_at=now.isoformat(),
        version=__version__,
        server=moment.server,
        practice=env.practice,
        secret=proof.secret_proof(env),
        key_ids=proof.key_ids(env),
        tables=moment.tables,
        digests=digests,
    )
