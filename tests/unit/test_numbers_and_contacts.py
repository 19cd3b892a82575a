"""Numbers and contact points in their one written form."""

from __future__ import annotations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from minben.foundation.records.errors import Invalid
from minben.parties import numbers, reaching

GOOD = [
    ("resident", "11010519491231002X", "11010519491231002X", "the example of GB 11643"),
    ("resident", "１１０１０５ 19491231-002x", "11010519491231002X", "full width, spaces, small x"),
    ("resident", "110105491231002", "11010519491231002X", "15 digits get century and check character"),
    ("credit", "91350100M000100Y43", "91350100M000100Y43", "the example of GB 32100"),
    ("taiwan", "a123456789", "A123456789", "the well-known example"),
    ("taiwan", "A800000014", "A800000014", "new resident certificate, 8 and 9 in second place"),
    ("taiwan_ban", "00501503", "00501503", "business number"),
    ("passport", "e 1234567", "E1234567", "letters upper-case"),
]
BAD = [
    ("resident", "110105194912310021", "last character"),
    ("resident", "11010519491231", "18 characters"),
    ("resident", "110105194913310029", "last character"),
    ("taiwan", "A123456788", "last digit"),
    ("taiwan", "1234567890", "one letter"),
    ("credit", "91350100M000100Y44", "credit code"),
    ("taiwan_ban", "00501502", "business number"),
    ("passport", "<b>1</b>", "letters and digits"),
    ("resident", "", "Enter"),
]


@pytest.mark.parametrize(("kind", "typed", "stored", "note"), GOOD)
def test_a_number_is_stored_in_one_form(kind, typed, stored, note):
    assert numbers.normalise(kind, typed) == stored


@pytest.mark.parametrize(("kind", "typed", "says"), BAD)
def test_a_wrong_number_is_refused_at_its_field(kind, typed, says):
    with pytest.raises(Invalid) as refused:
        numbers.normalise(kind, typed)
    with translation.override("en"):
        assert says in str(refused.value.fields["number"])


def test_an_impossible_birth_date_is_refused_though_the_check_character_fits():
    from stdnum.cn import ric

    value = "11010519490231002"
    with pytest.raises(Invalid):
        numbers.normalise("resident", value + ric.calc_check_digit(value + "0"))


@given(st.text(max_size=60))
def test_any_text_is_either_a_number_or_refused(text):
    for kind in ("resident", "credit", "taiwan", "taiwan_ban", "passport", "social", "other"):
        try:
            once = numbers.normalise(kind, text)
        except Invalid:
            continue
        assert numbers.normalise(kind, once) == once
        assert once.isascii(), "digits of other scripts look alike and would never be found again"
    numbers.kinds_of(text)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("resident", "١١٠١٠٥١٩٤٩١٢٣١٠٠٢X"),
        ("taiwan", "A१२३४५६७८९"),
        ("taiwan_ban", "০০৫০১৫০৩"),
        ("credit", "٩١٣٥٠١٠٠M000100Y43"),
    ],
)
def test_digits_of_another_script_are_no_number(kind, typed):
    with pytest.raises(Invalid):
        numbers.normalise(kind, typed)


@pytest.mark.parametrize(
    ("typed", "region", "stored"),
    [
        ("138 0013 8000", "CN", "+8613800138000"),
        ("０２１-６８８８ 8888", "CN", "+862168888888"),
        ("0912-345-678", "TW", "+886912345678"),
        ("+886 2 2720 8889", "CN", "+886227208889"),
    ],
)
def test_a_phone_is_stored_as_e164(typed, region, stored):
    assert reaching.phone(typed, region=region) == stored


@given(st.text(max_size=40))
def test_any_text_is_either_a_contact_or_refused(text):
    for kind in ("phone", "email", "chat"):
        try:
            once = reaching.normalise(kind, text)
        except Invalid:
            continue
        assert "\n" not in once
        assert reaching.normalise(kind, once) == once


@pytest.mark.parametrize("typed", ["a@b.cn\nBcc: x@y.cn", "a@b.cn\r\nX: 1", "no", "a@b", "a b@c.cn"])
def test_a_mail_address_that_could_carry_headers_is_refused(typed):
    with pytest.raises(Invalid):
        reaching.email(typed)
