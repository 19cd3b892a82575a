"""Putting a backup into an empty installation, bringing it up to date, and proving that it is whole."""

from __future__ import annotations

import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg

from minben.cli.console import step
from minben.cli.subcommand import finish
from minben.config.database import owner_url
from minben.config.environment import Environment, SettingError

from . import archive, programs
from .tables import counted, differences, go_on_counting, is_empty, server

SHOWN = 20


def put_back(env: Environment, tar: tarfile.TarFile, manifest: archive.Manifest) -> int:
    """Database, files, transaction numbers, migrations (which leave lines in the trail); returns how many files came back.

    Raises SettingError when the database or the files are not empty, or rows are missing afterwards.
    """
    url = owner_url(env)
    refuse_full(env, url)
    with step("database"):
        _load(url, tar)
        _refuse_missing(url, manifest)
    with step("files"):
        count = archive.unpack(tar, env.data_dir)
    with psycopg.connect(url) as connection:
        go_on_counting(connection)
    with step("up to date"):
        finish("migrate")
    return count


def refuse_full(env: Environment, url: str) -> None:
    """A restore never mixes with what is there."""
    with psycopg.connect(url) as connection:
        if not is_empty(connection):
            raise SettingError(
                "The database is not empty. Restore into a new data directory or a new database; the old one stays."
            )
    if next(archive.stored_files(env.data_dir / archive.FILES), None) is not None:
        raise SettingError(f"{env.data_dir / archive.FILES} is not empty. Move it away first.")


def _load(url: str, tar: tarfile.TarFile) -> None:
    with psycopg.connect(url) as connection:
        major = int(server(connection).split(".")[0])
    with tempfile.NamedTemporaryFile(prefix="minben-restore-") as copy:
        source = archive.member(tar, archive.DUMP)
        while piece := source.read(1 << 20):
            copy.write(piece)
        copy.flush()
        options = (
            "--no-owner",
            "--no-privileges",
            "--exit-on-error",
            "--single-transaction",
            "--no-comments",
        )
        programs.run("pg_restore", url, major, *options, copy.name)


def _refuse_missing(url: str, manifest: archive.Manifest) -> None:
    with psycopg.connect(url) as connection:
        wrong = differences(manifest.tables, counted(connection))
    if wrong:
        raise SettingError("The database is not what was saved: " + "; ".join(wrong[:SHOWN]) + ".")


def doubts(env: Environment) -> Iterator[str]:
    """What does not fit in a restored installation: files that rows mean, and the seals of both trails."""
    yield from _files(env.data_dir / archive.FILES)
    yield from _trails()


def _files(folder: Path) -> Iterator[str]:
    from minben.foundation.files.models import Document

    for name, path, digest in Document.objects.values_list("name", "path", "sha256").iterator():
        stored = folder / path
        if not stored.exists():
            yield f"The file {path} ({name}) is missing."
        elif archive.file_digest(stored) != digest:
            yield f"The file {path} ({name}) is not what was stored."


def _trails() -> Iterator[str]:
    from minben.foundation.audit.findings import Fault
    from minben.foundation.audit.seals import TRAILS, write_heads
    from minben.foundation.audit.verify import verify

    for trail in TRAILS:
        write_heads(trail)
        yield from (str(finding) for finding in verify(trail) if finding.fault != Fault.UNSEALED)
