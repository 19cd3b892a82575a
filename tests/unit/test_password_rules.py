"""What may be a password (OWASP ASVS 2.1), and how it is kept (2.4)."""

from __future__ import annotations

import base64

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher, check_password, get_hasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from minben.foundation.access.models import Account
from tests.conftest import ROUNDS


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> PBKDF2PasswordHasher:
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", ROUNDS)
    hasher = get_hasher("default")
    assert isinstance(hasher, PBKDF2PasswordHasher)
    return hasher


def test_eleven_characters_are_too_few_and_twelve_are_enough() -> None:
    with pytest.raises(ValidationError):
        validate_password("kufe-vobiwa")
    validate_password("kufe-vobiwaz")


def test_128_characters_are_allowed_and_129_refused() -> None:
    validate_password("kufe vobi wazo nadi " * 6 + "kufevobi")
    with pytest.raises(ValidationError):
        validate_password("kufe vobi wazo nadi " * 6 + "kufevobi!")


@pytest.mark.parametrize("password", ["123456789012", "908172635445362718", "1q2w3e4r5t6y", "qwerty123456"])
def test_common_and_numeric_passwords_are_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


def test_a_password_like_ones_own_address_is_refused() -> None:
    account = Account(email="lin.xiaowen@city.example", name="Lin Xiaowen")
    with pytest.raises(ValidationError):
        validate_password("lin.xiaowen@city", account)


@pytest.mark.parametrize(
    "password", ["correcthorsebattery", "正確的馬電池釘書機正確的馬", "            spaces too            "]
)
def test_no_kind_of_character_is_asked_for(password: str) -> None:
    validate_password(password)


def test_a_long_password_of_any_characters_counts_whole(slow: PBKDF2PasswordHasher) -> None:
    long = "馬 horse 🐎 " * 12
    validate_password(long)
    kept = slow.encode(long, slow.salt(), iterations=1000)
    assert check_password(long, kept)
    assert not check_password(long[:-1], kept)


def test_what_is_stored_is_salted_and_slow(slow: PBKDF2PasswordHasher) -> None:
    assert slow.algorithm == "pbkdf2_sha256"
    assert slow.iterations >= 600_000
    first, second = slow.salt(), slow.salt()
    assert first != second
    assert len(first) >= 16
    kept = slow.encode("a long enough secret", first, iterations=1000)
    assert "secret" not in kept
    assert len(base64.b64decode(kept.rsplit("$", 1)[1])) == 32
