"""Identity numbers among the answers of a form: encrypted with the case, masked to the eye (DESIGN §4.7)."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Mapping
from typing import Any

from minben.cases.models import Case
from minben.foundation import keys

MODEL = "cases.Case"
SEALED = "_sealed"


def with_secrets(
    case_id: uuid.UUID, answers: Mapping[str, Any], secrets: Mapping[str, str]
) -> dict[str, Any]:
    """The answers as they are stored: secrets masked in their places, their ciphertext under ``_sealed``."""
    if not secrets:
        return dict(answers)
    sealed = {key: _sealed(case_id, key, value) for key, value in secrets.items()}
    return {**answers, **{key: masked(value) for key, value in secrets.items()}, SEALED: sealed}


def opened(case_id: uuid.UUID, answers: Mapping[str, Any], key: str) -> str:
    """The number in full. Raises KeyError when that answer is no sealed one."""
    cipher = base64.b64decode(answers[SEALED][key])
    return keys.decrypt(cipher, model=MODEL, field=f"answers.{key}", row_id=case_id)


def in_the_clear(case_id: uuid.UUID, answers: Mapping[str, Any]) -> dict[str, Any]:
    """All answers with the numbers in full: for the person's own copy only."""
    numbers = {key: opened(case_id, answers, key) for key in answers.get(SEALED, {})}
    return {key: numbers.get(key, value) for key, value in answers.items() if key != SEALED}


def resealed(case: Case) -> bool:
    """Seal the numbers of a case with the newest key, for ``minben keys rotate``; whether any lay under an older one."""
    sealed = case.answers.get(SEALED, {})
    if not any(keys.is_old(base64.b64decode(cipher)) for cipher in sealed.values()):
        return False
    fresh = {key: _sealed(case.id, key, opened(case.id, case.answers, key)) for key in sealed}
    case.answers = {**case.answers, SEALED: fresh}
    return True


def masked(value: str) -> str:
    """The last four characters of a long number, the last of a short one."""
    shown = 4 if len(value) >= 8 else 1
    return "•" * (len(value) - shown) + value[-shown:]


def _sealed(case_id: uuid.UUID, key: str, value: str) -> str:
    cipher = keys.encrypt(value, model=MODEL, field=f"answers.{key}", row_id=case_id)
    return base64.b64encode(cipher).decode()
