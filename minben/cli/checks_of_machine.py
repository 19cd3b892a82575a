"""What ``minben doctor`` sees without the database: Python, directory, keys, mail, translations."""

from __future__ import annotations

import base64
import binascii
import os
import shutil
import sys
from pathlib import Path

from minben.config.environment import Environment
from minben.config.installation import FILE

from .findings import Finding

OLDEST_PYTHON = (3, 11)
SPACE = 1_000_000_000
PACKAGE = Path(__file__).resolve().parent.parent


def all_of(env: Environment) -> list[Finding]:
    return [
        python(),
        directory(env),
        space(env),
        secret_key(env),
        field_keys(env),
        privacy(env),
        translations(),
    ]


def python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if tuple(sys.version_info[:2]) < OLDEST_PYTHON:
        return Finding.bad("Python", version, "Install Python 3.11 or newer and make the environment again.")
    return Finding.good("Python", version)


def directory(env: Environment) -> Finding:
    if not env.data_dir.is_dir():
        return Finding.bad(
            "data directory", f"{env.data_dir} is not there", "Run `minben setup`, or set MINBEN_DATA_DIR."
        )
    if not os.access(env.data_dir, os.W_OK | os.X_OK):
        return Finding.bad(
            "data directory", f"{env.data_dir} may not be written", "Give it to the user who runs Minben."
        )
    return Finding.good("data directory", str(env.data_dir))


def space(env: Environment, *, least: int = SPACE) -> Finding:
    folder = env.data_dir if env.data_dir.exists() else Path.cwd()
    free = shutil.disk_usage(folder).free
    text = f"{free / 1e9:.1f} GB free"
    if free < least:
        return Finding.bad(
            "disk", text, f"Make room: at least {least / 1e9:.0f} GB, or move MINBEN_DATA_DIR."
        )
    return Finding.good("disk", text)


def secret_key(env: Environment) -> Finding:
    if len(env.secret_key) < 50 or len(set(env.secret_key)) < 10:
        return Finding.bad(
            "secret key",
            "missing or guessable",
            "Run `minben setup`, or set MINBEN_SECRET_KEY to 50 random characters.",
        )
    return Finding.good("secret key", "present")


def field_keys(env: Environment) -> Finding:
    pairs = [pair.strip() for pair in env.field_keys.split(",") if pair.strip()]
    if not pairs:
        return Finding.bad(
            "field keys",
            "missing",
            f"Put back {FILE} or MINBEN_FIELD_KEYS; for a new installation `minben keys new`.",
        )
    wrong = [pair.partition(":")[0] for pair in pairs if not _is_key(pair)]
    if wrong:
        return Finding.bad(
            "field keys",
            f"not 256-bit keys: {', '.join(wrong)}",
            "Write id:base64 pairs as `minben keys new` prints.",
        )
    return Finding.good("field keys", f"{len(pairs)}, newest {pairs[0].partition(':')[0]}")


def _is_key(pair: str) -> bool:
    name, _, text = pair.partition(":")
    try:
        return bool(name) and len(base64.b64decode(text, validate=True)) == 32
    except (binascii.Error, ValueError):
        return False


def privacy(env: Environment) -> Finding:
    """The file with the keys is for its owner alone."""
    path = env.data_dir / FILE
    if path.exists() and path.stat().st_mode & 0o077:
        return Finding.bad("keys' file", f"{path} can be read by others", f"chmod 600 {path}")
    return Finding.good("keys' file", "private" if path.exists() else "none; keys come from the environment")


def translations(package: Path = PACKAGE) -> Finding:
    """Every room's written texts must be compiled, or its pages speak English."""
    sources = list(package.rglob("locale/*/LC_MESSAGES/*.po"))
    stale = [po for po in sources if not _is_compiled(po)]
    if stale:
        return Finding.bad(
            "translations", f"{len(stale)} of {len(sources)} not compiled", "Run `minben messages --compile`."
        )
    return Finding.good("translations", f"{len(sources)} compiled")


def _is_compiled(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return target.exists() and target.stat().st_mtime >= source.stat().st_mtime
