"""What there is to edit, and beginning a draft of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minben.catalog.actions import editions as acts
from minben.catalog.actions.editions.drafting import begin_new
from minben.catalog.queries import editions as queries
from minben.desk.forms.editing import NewForm
from minben.desk.forms.editing_list import LinesFilter
from minben.desk.forms.translated import gathered
from minben.desk.presenters.cases import chips_of
from minben.desk.views.plain import Asked, plain_form
from minben.foundation.access.web import actor_of, guarded
from minben.foundation.records.errors import Invalid, Text
from minben.foundation.records.keyset import count_of

KINDS: dict[str, Text] = {
    "service": gettext_lazy("Services"),
    "event": gettext_lazy("Life events"),
    "article": gettext_lazy("Answers and articles"),
    "topic": gettext_lazy("Topics"),
    "law": gettext_lazy("Laws"),
}
WITHDRAWN_KINDS = frozenset({"service", "event", "article"})


def known(kind: str) -> str:
    if kind not in KINDS:
        raise Http404
    return kind


@never_cache
@require_safe
@guarded("catalog.edit")
def editing(request: HttpRequest) -> HttpResponse:
    """Everything of a kind, with the state of its newest text."""
    asked, here = request.GET, reverse("desk:editing")
    kind = asked["kind"] if asked.get("kind") in KINDS else "service"
    form = LinesFilter(asked, kind=kind)
    given = form.given
    lines = queries.lines(kind, **given)
    context = {
        "page": queries.page_of_lines(lines, asked.get("cursor", "")),
        "count": count_of(len(lines)),
        "form": form,
        "chips": chips_of(form, {**given, "q": given["text"]}, form.fields, asked, here),
        "address": here,
        "kind": kind,
        "tabs": [_tab(name, label, kind) for name, label in KINDS.items()],
        "waiting": queries.waiting_for(actor_of(request).staff_id),
    }
    return render(request, "desk/editing/list.html", context)


def _tab(name: str, label: Text, current: str) -> dict[str, Any]:
    return {"href": f"{reverse('desk:editing')}?kind={name}", "label": label, "current": name == current}


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("catalog.edit")
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """A draft of a thing that does not exist yet; ``?word=`` is what readers searched and did not find."""
    asked = request.GET
    word, language = asked.get("word", "")[:80], asked.get("lang", "")
    form = NewForm(request.POST or None, kind=known(kind), word=word, language=language)
    if request.method == "POST" and form.is_valid():
        try:
            made = begin_new(actor_of(request), kind, _first_words(kind, form.cleaned_data))
        except Invalid as problem:
            form.add_problem(problem)
        else:
            return HttpResponseRedirect(reverse("desk:edition", args=[made.id]))
    back = (f"{reverse('desk:editing')}?kind={kind}", str(KINDS[kind]))
    if word:
        back = (reverse("desk:editing_searches"), _("Searched and not found"))
    return plain_form(request, form, Asked(_("Begin a new draft"), _("Begin"), *back))


def _first_words(kind: str, given: dict[str, Any]) -> dict[str, Any]:
    title = gathered("name", given)
    if kind == "topic":
        return {"code": given["slug"], "audience": given["audience"], "name": title}
    words = {"keywords": given["keywords"]} if given.get("keywords") else {}
    return {"slug": given["slug"], "title" if kind in {"article", "law"} else "name": title, **words}


@require_POST
@guarded("catalog.edit")
def begin(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """A draft from what is published, or the one that is open already."""
    made = acts.begin(actor_of(request), known(kind), key)
    return HttpResponseRedirect(reverse("desk:edition", args=[made.id]))


@never_cache
@require_safe
@guarded("catalog.edit")
def thing(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """One thing through time: all its texts, and who did what when."""
    versions = queries.versions(known(kind), key)
    standing = queries.standing_title(kind, key)
    open_one = next((one for one in versions if one.state in queries.OPEN), None)
    context = {
        "kind": kind,
        "kind_word": KINDS[kind],
        "key": key,
        "versions": versions,
        "open_one": open_one,
        "stands": standing is not None,
        "withdraws": kind in WITHDRAWN_KINDS,
        "steps": queries.steps(kind, key),
        "title": versions[0].title if versions else standing or {},
        "address": public_address(kind, key),
    }
    return render(request, "desk/editing/thing.html", context)


def public_address(kind: str, key: str) -> str:
    """Where the public reads it."""
    return reverse(f"portal:{kind}", args=key.split("/"))
