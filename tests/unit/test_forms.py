"""Forms of the house: named errors, autocomplete, dates in three boxes, an action's refusal at the field."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.utils import translation

from minben.config.forms import DatePartsField, Form, errors_of, field_kind
from minben.foundation.records.errors import Conflict, Invalid


class Sample(Form):
    name = forms.CharField(label="Full name")
    contact = forms.ChoiceField(label="Answer by", widget=forms.RadioSelect, choices=[("a", "A")])
    born = DatePartsField(label="Born")
    agree = forms.BooleanField(label="Agreed")


class AboutSomebodyElse(Form):
    autocomplete = False
    name = forms.CharField()


def test_a_missing_answer_is_named_and_linked_to_its_first_input() -> None:
    with translation.override("en"):
        assert errors_of(Sample({})) == [
            ("id_name", "Fill in: Full name"),
            ("id_contact_0", "Choose: Answer by"),
            ("id_born_0", "Fill in: Born"),
            ("id_agree", "Tick: Agreed"),
        ]


@pytest.mark.parametrize(
    ("parts", "found"),
    [(("1988", "3", "27"), date(1988, 3, 27)), (("2024", "2", "29"), date(2024, 2, 29))],
)
def test_a_day_is_read_from_three_boxes(parts: tuple[str, ...], found: date) -> None:
    form = Sample({f"born_{i}": part for i, part in enumerate(parts)})
    form.is_valid()
    assert form.cleaned_data["born"] == found


@pytest.mark.parametrize(
    "parts", [("1988", "13", "1"), ("2023", "2", "29"), ("x", "1", "1"), ("0", "1", "1")]
)
def test_a_day_that_does_not_exist_is_refused_and_what_was_typed_stays(parts: tuple[str, ...]) -> None:
    form = Sample({f"born_{i}": part for i, part in enumerate(parts)})
    assert form.has_error("born")
    assert all(f'value="{part}"' in str(form["born"]) for part in parts)


def test_autocomplete_is_given_for_oneself_only() -> None:
    assert 'autocomplete="name"' in str(Sample()["name"])
    assert 'autocomplete="off"' in str(AboutSomebodyElse()["name"])


def test_each_kind_of_field_has_its_layout() -> None:
    form = Sample()
    kinds = [field_kind(form[name]) for name in ("name", "contact", "born", "agree")]
    assert kinds == ["input", "choices", "parts", "checkbox"]


def test_the_refusal_of_an_action_stands_at_its_field_or_at_the_top() -> None:
    form = Sample({})
    form.is_valid()
    form.add_problem(Invalid("Wrong.", fields={"name": "Write the whole name.", "gone": "Not here."}))
    form.add_problem(Conflict("Somebody was faster."))
    assert ("id_name", "Write the whole name.") in errors_of(form)
    assert errors_of(form)[:2] == [("", "Not here."), ("", "Somebody was faster.")]


def test_what_was_typed_is_escaped() -> None:
    text = str(Sample({"name": '"><script>alert(1)</script>'}))
    assert "<script>" not in text
