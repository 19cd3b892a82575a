"""Numbers, codes, last days, signatures, and the PDF itself."""

from __future__ import annotations

import datetime as dt
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import override_settings

from minben.certificates import numbers, rendering, signing
from minben.certificates.validity import last_day
from minben.foundation import keys

DAY = dt.date(2026, 11, 30)
PAPER = rendering.Paper(
    template="certificate", language="zh-hant", title="用水許可證", city="岫雲市", department="水務局",
    date="2026年11月30日", lines=(("持有人", '王小明 #panic("no") *x* "'),), check="查驗", address="https://x.example/v/abc/",
    proof="編號",
)  # fmt: skip


@pytest.mark.parametrize(
    "typed", ["C-2026-000123-4", "c 2026 000123 4", "Ｃ-２０２６".replace("Ｃ", "C") + "-000123-4"]
)
def test_a_number_is_read_however_it_is_typed(typed: str) -> None:
    right = numbers.written(2026, 123)
    assert numbers.read(typed[:-1] + right[-1]) == right


def test_one_wrong_digit_or_two_swapped_are_noticed() -> None:
    assert numbers.read(numbers.written(2026, 123)) is not None
    right = numbers.written(2026, 123)
    assert numbers.read(right.replace("000123", "000124")) is None
    assert numbers.read(right.replace("000123", "000132")) is None


def test_a_number_of_seven_figures_is_read() -> None:
    assert numbers.read(numbers.written(2026, 1_234_567)) == numbers.written(2026, 1_234_567)


def test_codes_differ_and_do_not_change_with_the_keys() -> None:
    before = numbers.code_for("token")
    with override_settings(FIELD_KEYS=keys.new_key_line()):
        assert numbers.code_for("token") == before
    assert numbers.code_for("tokem") != before
    assert len(before) == numbers.CODE_LENGTH


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("三年", dt.date(2029, 11, 29)),
        ("3年", dt.date(2029, 11, 29)),
        ("三個月", dt.date(2027, 2, 27)),
        ("三十天", dt.date(2026, 12, 29)),
        ("十二個月", dt.date(2027, 11, 29)),
        ("長期有效", None),
        ("三年，可以續期", None),
        ("", None),
    ],
)
def test_the_last_day_follows_from_plain_words_alone(words: str, until: dt.date | None) -> None:
    assert last_day({"zh-hant": words}, DAY) == until


def test_a_changed_byte_does_not_fit_the_signature() -> None:
    content = rendering.pdf(PAPER)
    signed = signing.sign(content)
    assert signing.is_signed(content, signed.signature, signed.public_key)
    changed = bytes([*content[:-1], content[-1] ^ 1])
    assert not signing.is_signed(changed, signed.signature, signed.public_key)
    assert not signing.is_signed(content, "rubbish", signed.public_key)


def test_a_signature_outlives_an_exchange_of_the_field_keys() -> None:
    old, new = keys.new_key_line(), keys.new_key_line()
    with override_settings(FIELD_KEYS=old):
        signed = signing.sign(b"paper")
    with override_settings(FIELD_KEYS=new):
        assert signing.is_signed(b"paper", signed.signature, signed.public_key)
        assert signing.is_ours(signed.key_id, signed.public_key)
        assert signing.sign(b"paper").public_key != signed.public_key


def test_a_key_under_our_id_that_is_not_ours_is_noticed() -> None:
    signed = signing.sign(b"paper")
    with override_settings(FIELD_KEYS=keys.new_key_line()):
        other = signing.sign(b"paper")
    assert signing.is_ours(signed.key_id, signed.public_key)
    assert not signing.is_ours(signed.key_id, other.public_key)


def test_openssl_checks_it_with_the_key_of_the_page(tmp_path: Path) -> None:
    import base64

    signed = signing.sign(b"paper")
    (tmp_path / "key.pem").write_text(signing.as_pem(signed.public_key))
    (tmp_path / "paper.pdf").write_bytes(b"paper")
    (tmp_path / "paper.sig").write_bytes(base64.b64decode(signed.signature))
    line = "openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in paper.pdf -sigfile paper.sig"
    assert subprocess.run(line.split(), cwd=tmp_path, capture_output=True, check=False).returncode == 0
    (tmp_path / "paper.pdf").write_bytes(b"papers")
    assert subprocess.run(line.split(), cwd=tmp_path, capture_output=True, check=False).returncode != 0


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans", "en"])
def test_a_paper_is_a_pdf_with_its_own_font_and_words_are_never_markup(language: str) -> None:
    made = rendering.pdf(replace(PAPER, language=language))
    assert made.startswith(b"%PDF-")
    assert b"NotoSansCJK" in made


def test_without_the_font_the_message_names_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "FONT", "no_such_font_package")
    with pytest.raises(rendering.RenderingFailed, match="noto-cjk-sans-otc"):
        rendering.pdf(PAPER)
