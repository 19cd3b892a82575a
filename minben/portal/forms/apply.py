"""One question of an application as a form of one field. The rule of each kind is in ``catalog.answers``."""

from __future__ import annotations

from typing import Any

from django import forms

from minben.catalog import answers
from minben.catalog.forms import Question
from minben.config.forms import Form, name_when_missing
from minben.config.questions import field_of
from minben.foundation.records.translated import localized

_FILL = {
    "party.name": "name",
    "party.phone": "tel",
    "party.email": "email",
    "party.address": "street-address",
}


class QuestionForm(Form):
    """``answer`` is the field; ``clean_answer`` gives the plain value that is kept."""

    def __init__(
        self, question: Question, data: Any = None, *, initial: Any = None, region: str = "CN"
    ) -> None:
        super().__init__(data, initial={"answer": initial})
        self.question, self.region = question, region
        self.hint = str(localized(question.help))
        field = field_of(question)
        if question.fills in _FILL:
            field.widget.attrs["autocomplete"] = _FILL[question.fills]
        self.fields["answer"] = field
        name_when_missing(field, "answer")

    def clean_answer(self) -> Any:
        try:
            return answers.answer(self.question, self.cleaned_data.get("answer"), region=self.region)
        except answers.Wrong as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
