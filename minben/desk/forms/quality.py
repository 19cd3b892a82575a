"""The sheet as a form, the words beside it, and the rules of the draw."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Department
from minben.cases.models import Kind, QualityReview, QualitySheet
from minben.cases.quality.marking import Mark
from minben.config.forms import Form
from minben.foundation.records.errors import Text
from minben.foundation.records.translated import localized

MARKS: list[tuple[str, Text]] = [
    (Mark.YES, _("Yes")),
    (Mark.PARTLY, _("Partly")),
    (Mark.NO, _("No")),
    (Mark.NONE, _("Does not apply")),
]


class SheetForm(Form):
    """One line for each criterion, then words: feedback at the first check, the reason at the second."""

    autocomplete = False

    def __init__(self, data: Any = None, *, review: QualityReview, words: str, label: Text) -> None:
        super().__init__(data)
        for one in review.sheet.criteria:
            self.fields[f"mark_{one['key']}"] = _line(one, review.marks.get(one["key"], ""))
        self.fields[words] = forms.CharField(
            label=label, required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
        )

    @property
    def marks(self) -> dict[str, str]:
        given = self.cleaned_data
        return {name.removeprefix("mark_"): given[name] for name in given if name.startswith("mark_")}


def _line(criterion: dict[str, Any], given: str) -> forms.ChoiceField:
    hint = _("Weight %(weight)s") % {"weight": criterion["weight"]}
    if criterion.get("critical"):
        hint = _("Weight %(weight)s. “No” fails the whole check.") % {"weight": criterion["weight"]}
    return forms.ChoiceField(
        label=str(localized(criterion["text"])),
        help_text=hint,
        choices=MARKS,
        initial=given,
        widget=forms.RadioSelect,
        error_messages={"required": _("Mark this line.")},
    )


class ObjectForm(Form):
    autocomplete = False
    text = forms.CharField(
        label=_("What you see differently"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )


class RuleForm(Form):
    """What is drawn each week from what was finished in the week before."""

    autocomplete = False
    name = forms.CharField(label=_("Name of the rule"), max_length=120)
    department = forms.ChoiceField(label=_("Department"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All")), *Kind.choices], required=False)
    share = forms.IntegerField(
        label=_("Share in per cent"), min_value=0, max_value=100, initial=5, required=False
    )
    number = forms.IntegerField(
        label=_("At least this many a week"), min_value=0, max_value=1000, initial=3, required=False
    )
    bad_always = forms.BooleanField(label=_("Badly rated cases always"), required=False, initial=True)

    def __init__(self, data: Any = None, *, departments: list[Department]) -> None:
        super().__init__(data)
        pairs = [(str(d.id), str(localized(d.name))) for d in departments]
        self.fields["department"].choices = [("", _("All")), *pairs]  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "name": given["name"],
            "department_id": given["department"] or None,
            "kind": given["kind"],
            "share": given["share"] or 0,
            "number": given["number"] or 0,
            "bad_always": given["bad_always"],
        }


def lines_of(sheet: QualitySheet, marks: dict[str, str]) -> list[tuple[str, Text, int, bool]]:
    """The filled sheet in words: criterion, mark, weight, critical."""
    said: dict[str, Text] = {str(mark): word for mark, word in MARKS}
    return [
        (
            str(localized(c["text"])),
            said.get(marks.get(c["key"], ""), ""),
            c["weight"],
            bool(c.get("critical")),
        )
        for c in sheet.criteria
    ]
