"""Which keys a backup needs: named by id and proven by a digest, so that no key is ever in a backup."""

from __future__ import annotations

import hashlib
import hmac

from minben.config.environment import Environment, SettingError

from .archive import Manifest


def secret_proof(env: Environment) -> str:
    """Tells whether two installations have the same secret key."""
    return hmac.new(env.secret_key.encode(), b"minben backup", hashlib.sha256).hexdigest()


def key_ids(env: Environment) -> tuple[str, ...]:
    return tuple(pair.partition(":")[0].strip() for pair in env.field_keys.split(",") if pair.strip())


def refuse_other_keys(env: Environment, manifest: Manifest) -> None:
    """Raises SettingError when this installation could not read what the backup holds."""
    where = "Put its installation.json back into the data directory, or set MINBEN_SECRET_KEY and MINBEN_FIELD_KEYS."
    missing = [name for name in manifest.key_ids if name not in key_ids(env)]
    if missing:
        raise SettingError(f"The field keys {', '.join(missing)} of this backup are not here. {where}")
    if not hmac.compare_digest(secret_proof(env), manifest.secret):
        raise SettingError(f"The secret key is another one than that of this backup. {where}")
    if env.practice != manifest.practice:
        kind = "a practice city" if manifest.practice else "a real installation"
        raise SettingError(f"This is a backup of {kind}, and {env.data_dir} is none. {where}")
