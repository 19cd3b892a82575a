"""The form of an answer template."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.agencies.queries import department_names
from minben.cases.answering import editable_departments, edits_for_all
from minben.cases.intake import BODY_MOST
from minben.cases.models import AnswerTemplate
from minben.desk.presenters.categories import category_choices, topic_of
from minben.foundation.access.actor import Actor
from minben.foundation.records.translated import LANGUAGES

from .asking import AskingForm

NAMES = {"zh-hant": "繁體中文", "zh-hans": "简体中文", "en": "English"}


def _key(name: str, language: str) -> str:
    return f"{name}_{language.replace('-', '_')}"


class TemplateForm(AskingForm):
    """Name and words in each language, and where the template fits."""

    use = forms.ChoiceField(
        label=_("For which step"), choices=[("", _("Any")), *AnswerTemplate.Use.choices], required=False
    )
    topic = forms.ChoiceField(label=_("For which topic"), required=False)
    department = forms.ChoiceField(label=_("Who uses it"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in LANGUAGES:
            area = forms.Textarea({"rows": 7, "lang": language, "maxlength": BODY_MOST})
            self.fields[_key("name", language)] = forms.CharField(
                label=_("Name in %(language)s") % {"language": NAMES[language]},
                required=False,
                max_length=120,
            )
            self.fields[_key("body", language)] = forms.CharField(
                label=_("Words in %(language)s") % {"language": NAMES[language]}, required=False, widget=area
            )
        self.fields["topic"].choices = category_choices()  # type: ignore[attr-defined]
        self.fields["topic"].choices[0] = ("", _("Every topic"))  # type: ignore[attr-defined]
        self.fields["department"].choices = _places(actor)  # type: ignore[attr-defined]

    def needed(self) -> Collection[str]:
        return ()

    def texts(self, name: str) -> dict[str, str]:
        return {language: self.cleaned_data.get(_key(name, language), "") for language in LANGUAGES}

    @property
    def given(self) -> dict[str, Any]:
        """What the action wants."""
        data = self.cleaned_data
        place = data["department"]
        return {
            "name": self.texts("name"),
            "body": self.texts("body"),
            "topic": topic_of(data["topic"])[0],
            "use": data["use"],
            "department_id": uuid.UUID(place) if place else None,
            "version": data["version"],
        }

    def mark_problem(self, fields: dict[str, Any], message: Any) -> None:
        """A problem of “name” or “body” is said at the first language."""
        for name, said in fields.items():
            first = _key(name, LANGUAGES[0])
            self.add_error(first if first in self.fields else None, str(said))
        if not fields:
            self.add_error(None, str(message))


def initial_of(row: AnswerTemplate) -> dict[str, Any]:
    """A template as the form shows it; what was converted is left empty, to be converted anew."""
    converted = {name: getattr(row, name).get("_origin", {}) for name in ("name", "body")}
    texts = {
        _key(name, language): "" if language in converted[name] else getattr(row, name).get(language, "")
        for name in ("name", "body")
        for language in LANGUAGES
    }
    return {
        **texts,
        "use": row.use,
        "topic": row.topic.rpartition("/")[2],
        "department": str(row.department_id or ""),
        "version": row.version,
    }


def _places(actor: Actor) -> list[tuple[str, Any]]:
    names = department_names(editable_departments(actor))
    own = [(str(key), name) for key, name in sorted(names.items(), key=lambda pair: pair[1])]
    return [("", _("The whole city")), *own] if edits_for_all(actor) else own
