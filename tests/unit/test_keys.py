"""Field keys: what opens where, and what must not."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.foundation import keys
from minben.foundation.records.ids import new_id

PLACE: dict[str, Any] = {"model": "parties.Identifier", "field": "cipher", "row_id": uuid.UUID(int=7)}
TEXT = st.text(st.characters(exclude_categories=("Cs",)))
OLD, NEW = keys.new_key_line(), keys.new_key_line()


@given(TEXT)
def test_what_is_encrypted_opens_at_its_place(value: str) -> None:
    assert keys.decrypt(keys.encrypt(value, **PLACE), **PLACE) == value


@pytest.mark.parametrize(
    "elsewhere",
    [{"model": "parties.Party"}, {"field": "other"}, {"row_id": uuid.UUID(int=8)}],
)
def test_it_opens_nowhere_else(elsewhere: dict[str, object]) -> None:
    cipher = keys.encrypt("110101199003071233", **PLACE)
    with pytest.raises(keys.CipherError, match="another row"):
        keys.decrypt(cipher, **(PLACE | elsewhere))


@given(st.binary(max_size=80))
def test_any_other_bytes_are_refused(cipher: bytes) -> None:
    with pytest.raises(keys.CipherError):
        keys.decrypt(cipher, **PLACE)


def test_a_changed_byte_is_noticed() -> None:
    cipher = bytearray(keys.encrypt("secret", **PLACE))
    cipher[-1] ^= 1
    with pytest.raises(keys.CipherError):
        keys.decrypt(bytes(cipher), **PLACE)


def test_the_same_value_twice_looks_different() -> None:
    row = new_id()
    first, second = (keys.encrypt("x", model="a.B", field="c", row_id=row) for _ in range(2))
    assert first != second


def test_an_older_key_still_opens_and_the_newest_one_closes(settings: Any) -> None:
    settings.FIELD_KEYS = OLD
    cipher = keys.encrypt("secret", **PLACE)
    settings.FIELD_KEYS = f"{NEW}, {OLD}"
    assert keys.decrypt(cipher, **PLACE) == "secret"
    assert keys.key_id_of(keys.encrypt("secret", **PLACE)) == NEW.split(":")[0]
    settings.FIELD_KEYS = NEW
    with pytest.raises(keys.CipherError, match="Put it back"):
        keys.decrypt(cipher, **PLACE)


def test_both_versions_of_a_blind_index_are_searched_while_rotating(settings: Any) -> None:
    settings.FIELD_KEYS = OLD
    before = keys.blind("resident", "110101199003071233")
    settings.FIELD_KEYS = f"{NEW},{OLD}"
    assert keys.blinds("resident", "110101199003071233") == [
        keys.blind("resident", "110101199003071233"),
        before,
    ]


def test_a_blind_index_says_its_version_and_kind_and_fits_its_column(settings: Any) -> None:
    settings.FIELD_KEYS = ""
    made = keys.blind("taiwan_ban", "12345675")
    assert made.startswith("vtest:taiwan_ban:")
    assert len(keys.blind("k" * 12, "x").replace("vtest", "v" + "k" * 16)) <= 80


def test_the_same_number_of_another_kind_has_another_index() -> None:
    assert keys.blind("social", "1").split(":")[2] != keys.blind("passport", "1").split(":")[2]


@given(TEXT, TEXT)
def test_digests_are_equal_exactly_when_values_are(one: str, other: str) -> None:
    assert (keys.digest(one) == keys.digest(other)) == (one == other)


def test_a_digest_of_nothing_is_empty_and_kinds_differ() -> None:
    assert keys.digest(None) == ""
    assert keys.digest(1) != keys.digest("1") != keys.digest("")
    assert keys.digest({"b": 1, "a": 2}) == keys.digest({"a": 2, "b": 1})


def test_a_digest_stays_while_keys_rotate(settings: Any) -> None:
    settings.FIELD_KEYS = OLD
    before = keys.digest("x")
    settings.FIELD_KEYS = f"{NEW},{OLD}"
    assert keys.digest("x") == before


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("", "No field key is set"),
        ("a:b:c", "not id:base64"),
        ("UPPER:" + NEW.split(":")[1], "small letters"),
        ("a:YWJj", "32 bytes"),
        (f"{NEW},{NEW}", "same id"),
    ],
    ids=["none", "two colons", "large letters", "too short", "one twice"],
)
def test_without_good_keys_it_says_what_to_do(settings: Any, lines: str, message: str) -> None:
    settings.TESTING, settings.FIELD_KEYS = False, lines
    with pytest.raises(keys.KeysMissing, match=message) as caught:
        keys.blind("resident", "1")
    assert NEW.split(":")[1] not in str(caught.value)
