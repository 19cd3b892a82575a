"""What editors hear: what to mend, what was searched and not found, what readers think of a page."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minben.catalog.actions import listening as acts
from minben.catalog.actions.still_right import say_still_right
from minben.catalog.editing import choices
from minben.catalog.models import Synonym
from minben.catalog.queries import caring as needs
from minben.catalog.queries import listening as heard
from minben.config.forms import Form
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Invalid, Text

from .lists import KINDS, known, public_address

CODES: dict[str, Text] = {
    **{f"V{n:02}": f"V{n:02}" for n in range(1, 12)},
    "stale": gettext_lazy("Not read again"),
    "law": gettext_lazy("Law is over"),
    "ended": gettext_lazy("Time is over"),
    "link": gettext_lazy("Dead link"),
    "english": gettext_lazy("English missing"),
}
LOOK_BACK = (7, 30, 90)


class SynonymForm(Form):
    words = forms.CharField(
        label=gettext_lazy("Words that mean the same"),
        help_text=gettext_lazy(
            "One on each line, at least two. Whoever searches one of them finds the others."
        ),
        widget=forms.Textarea({"rows": 3}),
        max_length=600,
    )


@never_cache
@require_safe
@guarded("catalog.edit")
def todo(request: HttpRequest) -> HttpResponse:
    """The to-do list of a department, or of all."""
    asked = request.GET
    department, code = (
        asked.get("department", ""),
        asked.get("code", "") if asked.get("code") in CODES else "",
    )
    found = needs.todos(today=timezone.localdate(), department=department, code=code)
    context = {
        "todos": found[:300],
        "count": len(found),
        "code": code,
        "department": department,
        "codes": [("", _("All")), *CODES.items()],
        "words": CODES,
        "departments": [("", _("All")), *choices.pairs("departments")],
    }
    return render(request, "desk/editing/todo.html", context)


@require_POST
@guarded("catalog.edit")
def right(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Read again, and right."""
    say_still_right(actor_of(request), known(kind), key)
    messages.success(request, _("Noted. It comes back in twelve months."))
    return HttpResponseRedirect(reverse("desk:editing_todo"))


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("catalog.edit")
def searches(request: HttpRequest) -> HttpResponse:
    """What was searched and not found, and the words that mean the same."""
    form = SynonymForm(request.POST or None, initial={"words": request.GET.get("word", "")[:60]})
    if request.method == "POST" and form.is_valid():
        try:
            acts.add_synonym(actor_of(request), form.cleaned_data["words"].splitlines())
        except Invalid as problem:
            form.add_problem(problem)
        else:
            messages.success(request, _("From now on these words find the same."))
            return HttpResponseRedirect(reverse("desk:editing_searches"))
    days = _days(request)
    since = timezone.localdate() - dt.timedelta(days=days)
    synonyms, rows = heard.synonyms(), heard.not_found(since)
    context: dict[str, Any] = {
        "form": form,
        "days": days,
        "look_back": LOOK_BACK,
        "rows": _with_work(rows, synonyms),
        "hidden": heard.hidden(since),
        "least": heard.SEEN_OFTEN_ENOUGH,
        "synonyms": synonyms,
    }
    return render(request, "desk/editing/searches.html", context, status=422 if form.errors else 200)


def _with_work(rows: list[heard.Asked], synonyms: list[Synonym]) -> list[dict[str, Any]]:
    """Each text that was searched, with what somebody already does about it."""
    worked_on = heard.answered_by(row.text for row in rows)
    meant = {word for one in synonyms for word in one.folded}
    return [{"asked": row, "edition": worked_on.get(row.text), "synonym": row.text in meant} for row in rows]


def _days(request: HttpRequest) -> int:
    asked = request.GET.get("days", "")
    return int(asked) if asked.isdecimal() and int(asked) in LOOK_BACK else 30


@require_POST
@guarded("catalog.edit")
def end_synonym(request: HttpRequest, synonym_id: uuid.UUID) -> HttpResponse:
    acts.end_synonym(actor_of(request), synonym_id)
    messages.success(request, _("These words do not find one another any more."))
    return HttpResponseRedirect(reverse("desk:editing_searches"))


@never_cache
@require_safe
@guarded("catalog.edit")
def opinions(request: HttpRequest) -> HttpResponse:
    """Opinions to work through, and the figures of the pages."""
    asked = request.GET
    state = asked.get("state") if asked.get("state") in {"open", "done", "all"} else "open"
    kind, key = asked.get("kind", "") if asked.get("kind") in KINDS else "", asked.get("key", "")[:100]
    context = {
        "opinions": [
            (one, public_address(one.kind, one.key))
            for one in heard.opinions(state=str(state), kind=kind, key=key)
        ],
        "figures": heard.figures(kind=kind, key=key),
        "state": state,
        "key": key,
        "tabs": [_tab(name, label, str(state)) for name, label in _states()],
    }
    return render(request, "desk/editing/opinions.html", context)


def _states() -> list[tuple[str, str]]:
    return [("open", _("Open")), ("done", _("Done")), ("all", _("All"))]


def _tab(name: str, label: str, current: str) -> dict[str, Any]:
    return {
        "href": f"{reverse('desk:editing_opinions')}?state={name}",
        "label": label,
        "current": name == current,
    }


@require_POST
@guarded("catalog.edit")
def settle(request: HttpRequest, opinion_id: uuid.UUID) -> HttpResponse:
    done = request.POST.get("done") == "1"
    acts.settle(actor_of(request), opinion_id, done=done)
    messages.success(request, _("Marked as done.") if done else _("Open again."))
    return HttpResponseRedirect(f"{reverse('desk:editing_opinions')}{'' if done else '?state=open'}")
