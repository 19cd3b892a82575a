"""Every component in both densities and all its states, in the chosen language: /desk/gallery."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.cases.shipped import drawings
from minben.config.forms import DateInput, DatePartsField, Form
from minben.foundation.access.web import guarded
from minben.foundation.records.keyset import Count, Page
from minben.foundation.records.translated import localized
from minben.processes.drawings.reading import read
from minben.processes.picture import picture

SIZES = (("reading", _("Reading")), ("working", _("Working")))
TONES = ("info", "success", "warning", "error")
COLOURS = (
    "paper",
    "wash",
    "line",
    "edge",
    "quiet",
    "ink",
    "act",
    "act-deep",
    "act-wash",
    "done",
    "done-wash",
    "risk",
    "risk-wash",
    "late",
    "late-wash",
    "focus",
)
ICONS = (
    "search",
    "check",
    "done",
    "info",
    "warning",
    "error",
    "clock",
    "late",
    "pause",
    "phone",
    "mail",
    "message",
    "person",
    "people",
    "building",
    "home",
    "inbox",
    "case",
    "list",
    "board",
    "dispatch",
    "book",
    "shield",
    "lock",
    "eye",
    "edit",
    "plus",
    "close",
    "upload",
    "download",
    "attach",
    "filter",
    "forward",
    "back",
    "up",
    "down",
    "globe",
    "text",
    "contrast",
    "calendar",
    "flag",
    "return",
    "exit",
    "keyboard",
    "face-1",
    "face-2",
    "face-3",
    "face-4",
    "face-5",
    "baby",
    "school",
    "rings",
    "briefcase",
    "house",
    "rest",
    "candle",
    "wheelchair",
    "medal",
    "bowl",
    "shop",
    "change",
    "door",
    "settings",
)


class SampleForm(Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Full name"), help_text=_("As on the identity card."))
    phone = forms.CharField(label=_("Mobile number"), required=False)
    kind = forms.ChoiceField(
        label=_("What is it about?"), choices=[("help", _("I need help")), ("idea", _("I have an idea"))]
    )
    contact = forms.ChoiceField(
        label=_("How shall we answer?"),
        widget=forms.RadioSelect,
        choices=[("phone", _("By phone")), ("mail", _("By e-mail")), ("none", _("Not at all"))],
    )
    needs = forms.MultipleChoiceField(
        label=_("What do you need at the counter?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("sign", _("Sign language")), ("wheel", _("Wheelchair access"))],
    )
    born = DatePartsField(label=_("Date of birth"), help_text=_("For example 1988 3 27"))
    visit = forms.DateField(label=_("Day of the visit"), widget=DateInput())
    text = forms.CharField(label=_("What happened?"), widget=forms.Textarea(attrs={"rows": 4}))
    proof = forms.FileField(label=_("Photo"), required=False)
    agree = forms.BooleanField(label=_("I have read how my data is used"))


@guarded("desk.open")
def gallery(request: HttpRequest) -> HttpResponse:
    """Samples only: nothing here is read from the database."""
    return render(request, "desk/gallery.html", samples())


def samples() -> dict[str, Any]:
    now = timezone.now()
    wrong = SampleForm({"name": "", "text": "…", "born_0": "1988", "born_1": "13", "born_2": "40"})
    return {
        "sizes": SIZES,
        "tones": TONES,
        "colours": COLOURS,
        "icons": ICONS,
        "form": SampleForm(auto_id="empty_%s", initial={"born": date(1988, 3, 27)}),
        "wrong": wrong,
        "lists": _lists(),
        "process": picture(
            read(drawings()["application"]), {"submitted", "pre_check"}, {"examine"}, public=True
        ),
        "times": _times(),
        "now": now,
        "yesterday": now - timedelta(days=1),
        "texts": {
            "written": localized({"zh-hant": "出生證明", "zh-hans": "出生证明", "en": "Birth certificate"}),
            "other": localized({"en": "Only written in English"}, "en"),
            "script": localized({"zh-hant": "只以繁體寫成的說明"}, "zh-hans"),
        },
    }


def _times() -> list[Any]:
    now = timezone.now()
    return [now + timedelta(**span) for span in ({"days": 9}, {"hours": 5}, {"days": -3}, {"minutes": 20})]


def _lists() -> dict[str, Any]:
    return {
        "steps": [
            _("Received"),
            _("Accepted"),
            _("Passed on"),
            _("Being worked on"),
            _("Answered"),
            _("Closed"),
        ],
        "crumbs": [(_("First page"), "/"), (_("Having a child"), "#x"), (_("Birth certificate"), "")],
        "tabs": [
            {"label": _("All"), "href": "#all", "count": 128, "current": True},
            {"label": _("Mine"), "href": "#mine", "count": 12},
            {"label": _("Done"), "href": "#done"},
        ],
        "chips": [{"label": _("Complaint"), "href": "#1"}, {"label": _("This week"), "href": "#2"}],
        "statuses": _statuses(),
        "page": Page(items=[], next="n", previous="p", at_start=False),
        "many": Count(1000, True),
        "few": Count(3, False),
        "files": [{"name": "2026-11-20 路燈照片.jpg", "size": 1_840_000, "href": "#f", "remove": "1"}],
        "options": [("day", _("By day")), ("night", _("By night"), _("After 22:00 only in an emergency"))],
        "rows": [
            ("MB-2026-000000123-7", _("Street lamp dark at Lane 12"), "in_progress", _("Being worked on")),
            (
                "MB-2026-000000124-5",
                _("Birth allowance not paid"),
                "supplement",
                _("Waiting for something from you"),
            ),
            ("MB-2026-000000125-3", _("Noise at night"), "closed", _("Closed")),
        ],
    }


def _statuses() -> list[tuple[str, Any]]:
    return [
        ("submitted", _("Received")),
        ("in_progress", _("Being worked on")),
        ("supplement", _("Waiting for something from you")),
        ("suspended", _("Suspended")),
        ("not_accepted", _("Not accepted")),
        ("closed", _("Closed")),
        ("withdrawn", _("Withdrawn")),
    ]
