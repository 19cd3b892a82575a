"""The file of a backup: a tar with a manifest first, then seal heads, database and stored files."""

from __future__ import annotations

import hashlib
import json
import shutil
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, cast

from minben.config.environment import SettingError

FORMAT = 1
MANIFEST, HEADS, DUMP, FILES = "manifest.json", "seals/heads.jsonl", "database.dump", "files"
_PIECE = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. ``secret`` proves the secret key without holding it."""

    made_at: str
    version: str
    server: str
    practice: bool
    secret: str
    key_ids: tuple[str, ...]
    tables: Mapping[str, int]
    digests: Mapping[str, str]
    format: int = field(default=FORMAT)

    def as_json(self) -> bytes:
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()


def digest_of(source: IO[bytes]) -> str:
    """SHA-256 of what is left to read."""
    running = hashlib.sha256()
    while piece := source.read(_PIECE):
        running.update(piece)
    return running.hexdigest()


def file_digest(path: Path) -> str:
    with path.open("rb") as source:
        return digest_of(source)


def write(target: Path, manifest: Manifest, *, dump: Path, heads: Path | None, files: Path) -> int:
    """Make the archive at once or not at all, readable by its owner only; returns how many files it holds."""
    fresh = target.with_name(target.name + ".new")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    said = fresh.with_suffix(".manifest")
    try:
        said.write_bytes(manifest.as_json())
        with tarfile.open(fresh, "w") as tar:
            tar.add(said, MANIFEST)
            if heads is not None:
                tar.add(heads, HEADS)
            tar.add(dump, DUMP)
            count = sum(1 for path in stored_files(files) if _add(tar, path, files))
        fresh.replace(target)
    finally:
        said.unlink(missing_ok=True)
        fresh.unlink(missing_ok=True)
    return count


def stored_files(folder: Path) -> Iterator[Path]:
    """Every stored file, in a steady order."""
    yield from sorted(p for p in folder.rglob("*") if p.is_file()) if folder.is_dir() else ()


def _add(tar: tarfile.TarFile, path: Path, files: Path) -> bool:
    """A file that was swept since it was listed is no loss: no row of the dump can mean it."""
    try:
        tar.add(path, f"{FILES}/{path.relative_to(files).as_posix()}", recursive=False)
    except FileNotFoundError:
        return False
    return True


@contextmanager
def opened(path: Path) -> Iterator[tuple[tarfile.TarFile, Manifest]]:
    """An archive whose database and heads are whole. Raises SettingError with what is wrong with it."""
    try:
        with tarfile.open(path, "r:") as tar:
            manifest = _manifest(tar, path)
            _whole(tar, manifest, path)
            yield tar, manifest
    except FileNotFoundError as error:
        raise SettingError(f"There is no backup {path}.") from error
    except tarfile.TarError as error:
        raise SettingError(f"{path} is no backup, or it was cut off: {error}.") from error


def _manifest(tar: tarfile.TarFile, path: Path) -> Manifest:
    try:
        said = json.loads(member(tar, MANIFEST).read())
        manifest = Manifest(**{**said, "key_ids": tuple(said["key_ids"])})
    except (KeyError, ValueError, TypeError) as error:
        raise SettingError(f"{path} is no backup of Minben: its {MANIFEST} cannot be read.") from error
    if manifest.format > FORMAT:
        raise SettingError(f"{path} was made by a newer Minben ({manifest.version}). Update first.")
    return manifest


def _whole(tar: tarfile.TarFile, manifest: Manifest, path: Path) -> None:
    for name, wanted in manifest.digests.items():
        try:
            found = digest_of(member(tar, name))
        except (KeyError, tarfile.ReadError) as error:
            raise SettingError(f"{path} was cut off: {name} is missing. Use another backup.") from error
        if found != wanted:
            raise SettingError(f"{path} is damaged: {name} is not what was saved. Use another backup.")


def member(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    """Raises KeyError when the archive lacks it."""
    return cast("IO[bytes]", tar.extractfile(tar.getmember(name)))


def unpack(tar: tarfile.TarFile, data_dir: Path) -> int:
    """Put stored files and heads into the data directory; returns how many files.

    Raises SettingError for a member that leads out of it. Links and devices are passed over.
    """
    count = 0
    for entry in tar:
        if entry.isfile() and (entry.name == HEADS or entry.name.startswith(f"{FILES}/")):
            _put(member(tar, entry.name), _inside(data_dir, entry.name))
            count += entry.name != HEADS
    return count


def _inside(data_dir: Path, name: str) -> Path:
    target = (data_dir / name).resolve()
    if not target.is_relative_to(data_dir.resolve()):
        raise SettingError(f"{name} leads out of the data directory: this is no backup of Minben.")
    return target


def _put(source: IO[bytes], target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        shutil.copyfileobj(source, file, _PIECE)
