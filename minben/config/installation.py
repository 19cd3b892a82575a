"""What an installation keeps in its data directory: its keys, and whether it is a practice city.

``MINBEN_*`` variables go before the file, so that an operator may hold the keys elsewhere.
"""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import dataclass, replace
from pathlib import Path

from .environment import Environment, SettingError

FILE = "installation.json"


@dataclass(frozen=True)
class Kept:
    """The content of ``installation.json``."""

    secret_key: str
    field_keys: str
    practice: bool


def new_secret_key() -> str:
    return secrets.token_urlsafe(48)


def new_field_key() -> str:
    """One ``id:base64`` pair: a fresh 256-bit key under a fresh id."""
    return f"k{secrets.token_hex(3)}:{base64.b64encode(secrets.token_bytes(32)).decode()}"


def kept(data_dir: Path) -> Kept | None:
    """What the data directory holds, or None for a new one."""
    path = data_dir / FILE
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return Kept(str(found["secret_key"]), str(found["field_keys"]), bool(found["practice"]))
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise SettingError(f"{path} may not be read: start Minben as the user who owns it.") from error
    except (ValueError, KeyError) as error:
        raise SettingError(
            f"{path} is damaged: put it back from a backup; without it ids stay sealed."
        ) from error


def completed(env: Environment) -> Environment:
    """The environment with what it leaves open filled from the data directory."""
    found = kept(env.data_dir)
    if found is None:
        return env
    return replace(
        env,
        secret_key=env.secret_key or found.secret_key,
        field_keys=env.field_keys or found.field_keys,
        practice=env.practice or found.practice,
    )


def founded(data_dir: Path, *, practice: bool) -> Kept:
    """The installation of this directory; keys are made once, in a file only its owner reads."""
    found = kept(data_dir)
    if found is not None:
        return found
    new = Kept(new_secret_key(), new_field_key(), practice)
    fresh = data_dir / (FILE + ".new")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(new.__dict__, indent=1), encoding="utf-8")
    fresh.replace(data_dir / FILE)
    return new
