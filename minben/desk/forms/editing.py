"""Forms made from the sections of a thing: each field as it is best written, texts side by side in three languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from minben.catalog.editing import choices, sections, translating
from minben.catalog.editing.sections import Field
from minben.config.forms import DateInput, Form
from minben.foundation.records.translated import LANGUAGES
from minben.foundation.textsearch import pinyin_key

from .translated import WORDS, inputs, key

BLANK = ("", _("–"))
LONGEST = 10_000
SIDE_BY_SIDE = ("zh-hant", "en", "zh-hans")
"""English stands beside what it is translated from."""


class SectionForm(Form):
    """The fields of a section over ``held`` (the content, or one part of it)."""

    autocomplete = False

    def __init__(self, *args: Any, asked: Iterable[Field], held: dict[str, Any], **kwargs: Any) -> None:
        self.asked, self.held = tuple(asked), held
        initial = {name: value for field in self.asked for name, value in _initial(field, held).items()}
        super().__init__(*args, initial=kwargs.pop("initial", initial), **kwargs)
        for field in self.asked:
            self.fields |= _inputs(field)

    def rows(self) -> list[dict[str, Any]]:
        """As the page draws them: a text is one row of three inputs, each with its state."""
        return [self._row(field) for field in self.asked]

    def _row(self, field: Field) -> dict[str, Any]:
        if not field.translated:
            return {"field": field, "bound": self[name_of(field)]}
        value = sections.read(self.held, field.name)
        texts = [
            {
                "bound": self[key(name_of(field), language)],
                "word": WORDS[language],
                "state": translating.state(value, language),
                "lang": language,
            }
            for language in SIDE_BY_SIDE
        ]
        return {"field": field, "texts": texts}

    def put_into(self, content: dict[str, Any]) -> None:
        """Write what was given over ``content``."""
        for field in self.asked:
            sections.write(content, field.name, self._value(field, sections.read(content, field.name)))

    def _value(self, field: Field, before: Any) -> Any:
        given = self.cleaned_data
        if field.translated:
            typed = {language: given.get(key(name_of(field), language), "") for language in LANGUAGES}
            return translating.merged(before, typed)
        return _stored(field, given.get(name_of(field)))

    def problem_at(self, path: str, message: str) -> bool:
        """Put a check's finding at its field; False when the field is not on this page."""
        for field in self.asked:
            if path in {field.name, field.name.split(".")[0]}:
                name = key(name_of(field), "zh-hant") if field.translated else name_of(field)
                self.add_error(name, message)
                return True
        return False


def name_of(field: Field) -> str:
    return field.name.replace(".", "__")


def _initial(field: Field, held: dict[str, Any]) -> dict[str, Any]:
    value, name = sections.read(held, field.name), name_of(field)
    if field.translated:
        text = translating.as_text(value)
        return {key(name, language): text.get(language, "") for language in LANGUAGES}
    if field.name == "choices":
        return {name: "\n".join(_choice_line(choice) for choice in value or [])}
    if field.name == "required":
        return {name: value is not False}
    if field.shape == "words":
        listed = value if isinstance(value, list) else [value] if value else []
        return {name: "\n".join(map(str, listed))}
    return {name: value}


def _inputs(field: Field) -> dict[str, forms.Field]:
    name = name_of(field)
    if field.translated:
        return {key(name, language): _text(field, language) for language in LANGUAGES}
    return {name: _plain(field)}


def _text(field: Field, language: str) -> forms.CharField:
    lang = "en" if language == "en" else language.title().replace("Zh", "zh")
    rows = 8 if field.name == "body" else 3 if field.shape == "long" else 0
    attrs = {"lang": lang}
    widget = forms.Textarea({**attrs, "rows": rows}) if rows else forms.TextInput(attrs)
    label = f"{field.label} ({WORDS[language]})"
    return forms.CharField(label=label, required=False, max_length=LONGEST, widget=widget)


def _plain(field: Field) -> forms.Field:
    common: dict[str, Any] = {"label": field.label, "required": False, "help_text": field.hint}
    if field.name == "choices":
        return ChoicesField(widget=forms.Textarea({"rows": 6}), **common)
    made = PLAIN[field.shape]
    if field.shape in {"one", "many"}:
        common["choices"] = [*([BLANK] if field.shape == "one" else []), *choices.pairs(field.options)]
    return made(**common)


class _Lines(forms.Textarea):
    def __init__(self) -> None:
        super().__init__({"rows": 4})


PLAIN: dict[str, Callable[..., forms.Field]] = {
    "yes": forms.BooleanField,
    "one": forms.ChoiceField,
    "many": partial(forms.MultipleChoiceField, widget=forms.CheckboxSelectMultiple),
    "number": partial(forms.IntegerField, min_value=0, max_value=1_000_000_000),
    "money": partial(forms.DecimalField, min_value=0, max_digits=10, decimal_places=2),
    "day": partial(forms.DateField, widget=DateInput),
    "link": partial(forms.URLField, max_length=300, assume_scheme="https"),
    "words": partial(forms.CharField, widget=_Lines, max_length=4000),
    "word": partial(forms.CharField, max_length=200),
}


class ChoicesField(forms.CharField):
    """``mother = 母親 = Mother`` on each line."""

    def clean(self, value: Any) -> list[dict[str, Any]]:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        return [_choice(line) for line in lines]


def _choice(line: str) -> dict[str, Any]:
    value, *texts = [part.strip() for part in line.split("=")]
    if not value or not texts or not texts[0] or len(texts) > 2:
        raise forms.ValidationError(_("Write each choice as: value = 中文 = English."))
    english = {"en": texts[1]} if len(texts) == 2 and texts[1] else {}
    return {"value": value, "label": {"zh-hant": texts[0], **english}}


def _choice_line(choice: dict[str, Any]) -> str:
    label = translating.as_text(choice.get("label"))
    words = [
        str(choice.get("value", "")),
        label.get("zh-hant") or label.get("zh-hans") or "",
        label.get("en", ""),
    ]
    return " = ".join(word for word in words if word)


def _stored(field: Field, value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if field.shape == "money" and value is not None:
        return str(value)
    if field.shape == "words" and isinstance(value, str):
        return [line.strip() for line in value.splitlines() if line.strip()]
    if field.name == "required":
        return bool(value)
    return value if field.shape != "yes" else bool(value)


class ScheduleForm(Form):
    at = forms.DateTimeField(
        label=_("Publish at"), widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )


class RemarkForm(Form):
    remark = forms.CharField(
        label=_("What is to be mended"), widget=forms.Textarea({"rows": 3}), max_length=2000
    )


class WithdrawForm(Form):
    """Why, and what the public reads in its place."""

    autocomplete = False
    reason = forms.CharField(
        label=_("Why it is withdrawn"),
        help_text=_("For the house. The public does not read it."),
        max_length=500,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = _("Say what has changed and where to go now.")
        self.fields |= inputs(
            "farewell", _("What the public reads in its place"), most=1000, rows=3, hint=hint
        )


KEYWORDED = frozenset({"service", "article"})


class NewForm(Form):
    """A short name and a name: the rest is written in the draft. ``word`` is what somebody searched for it."""

    autocomplete = False
    slug = forms.RegexField(
        r"^[a-z0-9][a-z0-9-]{1,79}$",
        label=_("Short name"),
        help_text=_("Ends the address of the page. Small letters, digits and hyphens; it stays for ever."),
        error_messages={"invalid": _("Use small letters, digits and hyphens.")},
    )

    def __init__(
        self, *args: Any, kind: str, word: str = "", language: str = "zh-hant", **kwargs: Any
    ) -> None:
        initial = _begun_with(word, language) if word else {}
        super().__init__(*args, initial=initial, **kwargs)
        if kind == "topic":
            self.fields["audience"] = forms.ChoiceField(label=_("For whom"), choices=choices.FIXED["sides"])
        self.fields |= inputs("name", _("Name of it"))
        if kind in KEYWORDED:
            hint = _("One on each line. The search finds it by them.")
            self.fields["keywords"] = forms.CharField(
                label=_("Words people use for it"),
                help_text=hint,
                required=False,
                widget=_Lines,
                max_length=4000,
            )

    def clean_keywords(self) -> list[str]:
        lines = self.cleaned_data["keywords"].splitlines()
        return [line.strip() for line in lines if line.strip()]


def _begun_with(word: str, language: str) -> dict[str, Any]:
    known = language if language in LANGUAGES else LANGUAGES[0]
    short = slugify(pinyin_key(word))[:80].strip("-")
    return {"slug": short, key("name", known): word, "keywords": word}
