"""The knowledge base at the desk: staff and public articles, with everything else found beside them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from minben.catalog import queries
from minben.catalog.models import Article
from minben.foundation.access.web import guarded
from minben.foundation.records.errors import Text

KINDS: dict[str, Text] = {
    Article.Kind.KNOWLEDGE: _("Knowledge"),
    Article.Kind.FAQ: _("Questions and answers"),
    Article.Kind.SCRIPT: _("Scripts"),
    Article.Kind.INVESTMENT: _("Investment guide"),
}


@require_safe
@guarded("desk.open")
def knowledge(request: HttpRequest) -> HttpResponse:
    """Without words: all articles, newest changed first. With words: everything that may help, best first."""
    text, kind = request.GET.get("q", "").strip()[:200], request.GET.get("kind", "")
    language, cursor = get_language() or "zh-hant", request.GET.get("cursor", "")
    found = queries.search(text, language, audience="staff", cursor=cursor) if text else None
    articles = [] if text else queries.articles(kind=kind if kind in KINDS else "")
    context = {"q": text, "found": found, "articles": articles, "kinds": KINDS, "kind": kind}
    return render(request, "desk/knowledge.html", context)


@require_safe
@guarded("desk.open")
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """One article, for staff too."""
    found, services = queries.article(slug, audience="staff")
    context = {"article": found, "services": services, "kinds": KINDS}
    return render(request, "desk/article.html", context)


@require_safe
@guarded("catalog.edit")
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every service that is offered, with its page on the public site."""
    given = request.GET
    page = queries.all_services(language=get_language() or "zh-hant", cursor=given.get("cursor", ""))
    return render(request, "desk/catalogue.html", {"page": page})
