"""The fields that the verbs' forms are made of. Each maker is given who acts on which case."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Department, Staff
from minben.cases.actions.lacking import may_follow
from minben.cases.intake import BODY_MOST
from minben.cases.models import Case
from minben.cases.scope import centre_of
from minben.foundation.access.actor import Actor
from minben.foundation.files import taking
from minben.foundation.records.errors import Text
from minben.foundation.records.translated import localized

Pairs = Iterable[tuple[str, Text]]


@dataclass(frozen=True)
class Setting:
    """Who acts on which case."""

    actor: Actor
    case: Case


Maker = Callable[[Setting], forms.Field]


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class LongList(forms.CheckboxSelectMultiple):
    """Boxes to tick that may be many: the list scrolls by itself."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["long"] = True
        return context


class ManyFiles(forms.FileField):
    """Several files at once; the value is a list."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, (list, tuple)) else [data] if data else []
        return [super(ManyFiles, self).clean(one, initial) for one in given]


def long_text(label: Text, *, hint: Text = "", rows: int = 4, autosave: bool = False) -> Maker:
    """Words that may be long. Whether they may be empty is the action's rule, not the form's."""

    def make(setting: Setting) -> forms.Field:
        attrs: dict[str, Any] = {"rows": rows, "maxlength": BODY_MOST}
        if autosave:
            attrs["data-autosave"] = f"case-{setting.case.id}"
        return forms.CharField(label=label, help_text=hint, required=False, widget=forms.Textarea(attrs))

    return make


def line(label: Text, *, hint: Text = "", most: int = 300) -> Maker:
    return lambda _setting: forms.CharField(label=label, help_text=hint, required=False, max_length=most)


def one_of(label: Text, pairs: Pairs, *, hint: Text = "", initial: str = "") -> Maker:
    """A handful of choices, all to be seen. The action says what to do when none was chosen."""

    def make(_setting: Setting) -> forms.Field:
        return forms.ChoiceField(
            label=label,
            help_text=hint,
            choices=list(pairs),
            required=False,
            initial=initial,
            widget=forms.RadioSelect,
        )

    return make


def some_of(label: Text, pairs: Pairs) -> Maker:
    return lambda _setting: forms.MultipleChoiceField(
        label=label, choices=list(pairs), required=False, widget=forms.CheckboxSelectMultiple
    )


def materials_that_may_follow(label: Text, *, hint: Text = "") -> Maker:
    """What the guide of the case's service lets come later."""

    def make(setting: Setting) -> forms.Field:
        rows = may_follow(setting.case)
        return forms.MultipleChoiceField(
            label=label,
            help_text=hint,
            choices=[(row.code, str(localized(row.name))) for row in rows],
            initial=[rows[0].code] if len(rows) == 1 else [],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    return make


def files_of_case(label: Text, *, hint: Text = "") -> Maker:
    """Files that the case has already."""

    def make(setting: Setting) -> forms.Field:
        rows = setting.case.documents.select_related("document").order_by("id")
        return forms.MultipleChoiceField(
            label=label,
            help_text=hint,
            choices=[(str(row.document_id), row.document.name) for row in rows],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    return make


def another_colleague(label: Text) -> Maker:
    """Somebody in the department that has the case, other than who holds it."""

    def make(setting: Setting) -> forms.Field:
        held = str(setting.case.assignee_id or "")
        pairs = [pair for pair in staff_pairs([setting.case.department_id]) if pair[0] != held]
        return forms.ChoiceField(label=label, choices=[("", _("Choose a colleague")), *pairs], required=False)

    return make


def day(label: Text) -> Maker:
    return lambda _setting: forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


def select(label: Text, pairs: Pairs, *, initial: Callable[[Case], str] = lambda _case: "") -> Maker:
    def make(setting: Setting) -> forms.Field:
        choices = [("", _("As it is")), *pairs]
        return forms.ChoiceField(label=label, choices=choices, required=False, initial=initial(setting.case))

    return make


def days(label: Text, *, hint: Text = "") -> Maker:
    return lambda _setting: forms.IntegerField(
        label=label, help_text=hint, min_value=1, max_value=60, initial=5
    )


def fewer_days(label: Text, *, hint: Text = "") -> Maker:
    """A number of days that may be left open."""
    return lambda _setting: forms.IntegerField(
        label=label, help_text=hint, min_value=1, max_value=60, required=False
    )


def department(label: Text) -> Maker:
    def make(_setting: Setting) -> forms.Field:
        choices = [("", _("Choose a department")), *department_pairs()]
        return forms.ChoiceField(label=label, choices=choices, required=False)

    return make


def other_departments(label: Text, *, hint: Text = "") -> Maker:
    """Who may be asked to help; the hotline centre has the case anyway."""

    def make(setting: Setting) -> forms.Field:
        centre = str(centre_of(setting.case) or "")
        return forms.MultipleChoiceField(
            label=label,
            help_text=hint,
            choices=[pair for pair in department_pairs() if pair[0] != centre],
            required=False,
            widget=LongList,
        )

    return make


def colleague(label: Text) -> Maker:
    """Somebody who holds a role in the department that has the case."""

    def make(setting: Setting) -> forms.Field:
        choices = [("", _("Everybody there")), *staff_pairs([setting.case.department_id])]
        initial = str(setting.case.assignee_id or "")
        return forms.ChoiceField(label=label, choices=choices, required=False, initial=initial)

    return make


def mentions(label: Text, *, hint: Text = "") -> Maker:
    """Colleagues who may open the case: those of every department that sees it."""

    def make(setting: Setting) -> forms.Field:
        seen_by = setting.case.scopes.values_list("department_id", flat=True)
        widget = forms.SelectMultiple(attrs={"size": 5})
        return forms.MultipleChoiceField(
            label=label, help_text=hint, choices=staff_pairs(seen_by), required=False, widget=widget
        )

    return make


def files(label: Text, *, hint: Text = "") -> Maker:
    def make(_setting: Setting) -> forms.Field:
        chooser = ManyFilesInput({"accept": taking.accept()})
        return ManyFiles(label=label, help_text=hint or taking.in_words(), required=False, widget=chooser)

    return make


def tick(label: Text, *, hint: Text = "", initial: bool = False) -> Maker:
    return lambda _setting: forms.BooleanField(label=label, help_text=hint, required=False, initial=initial)


def department_pairs() -> list[tuple[str, Text]]:
    rows = Department.objects.filter(active=True).order_by("sort_key", "code").values_list("id", "name")
    return [(str(key), str(localized(name))) for key, name in rows]


def staff_pairs(department_ids: Iterable[uuid.UUID | None]) -> list[tuple[str, Text]]:
    rows = Staff.objects.filter(active=True, grants__department_id__in=list(department_ids))
    found = rows.order_by("sort_key", "name", "id").values_list("id", "name", "title").distinct()
    return [(str(key), f"{name}（{title}）" if title else name) for key, name, title in found[:300]]
