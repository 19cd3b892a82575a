"""The page of somebody who is asked to sign: what they sign, a code, their name; or no, and why."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from minben.cases.actions import signing
from minben.cases.applications.sealing import masked
from minben.catalog.forms import Kind
from minben.catalog.telling import in_words
from minben.config.forms import errors_of
from minben.foundation.access.web import guarded
from minben.foundation.records.errors import Conflict, Invalid, Refused
from minben.foundation.records.translated import localized
from minben.portal.forms.signing import DeclineForm, SignForm
from minben.portal.presenters.codes import send_code

BOTH = ["GET", "POST"]


@never_cache
@require_http_methods(BOTH)
@guarded("case.submit")
def sign(request: HttpRequest, token: str) -> HttpResponse:
    """Read it, have a code sent, sign."""
    try:
        asked = signing.asked(token)
    except Conflict as over:
        return render(request, "portal/sign/over.html", {"text": over.message})
    if "code_please" in request.POST:
        _send_code(request, asked)
        return redirect("portal:sign", token)
    form = SignForm(request.POST if "sign" in request.POST else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            signing.sign(token, name=given["name"], code=given["code"], now=timezone.now())
        except (Invalid, Refused) as problem:
            form.add_problem(problem)
        else:
            return render(
                request, "portal/sign/over.html", {"text": _("You have signed. Thank you."), "done": True}
            )
    context = {
        "asked": asked,
        "form": form,
        "errors": errors_of(form) if form.is_bound else [],
        "rows": _rows(asked),
        "sent": request.session.get(_sent(asked)),
    }
    return render(request, "portal/sign/sign.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(BOTH)
@guarded("case.submit")
def decline(request: HttpRequest, token: str) -> HttpResponse:
    """Not sign, and say why."""
    try:
        asked = signing.asked(token)
    except Conflict as over:
        return render(request, "portal/sign/over.html", {"text": over.message})
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            signing.decline(token, reason=form.cleaned_data["reason"], now=timezone.now())
        except Invalid as problem:
            form.add_problem(problem)
        else:
            said = _("You have declined. The applicant is told.")
            return render(request, "portal/sign/over.html", {"text": said, "done": True})
    context = {"asked": asked, "form": form, "errors": errors_of(form) if form.is_bound else []}
    return render(request, "portal/sign/decline.html", context, status=422 if form.errors else 200)


def _send_code(request: HttpRequest, asked: signing.Asked) -> None:
    one = asked.signature
    try:
        send_code(request, signing.purpose(one), one.address, language=get_language() or one.language)
    except Refused as problem:
        messages.error(request, str(problem.message))
    else:
        request.session[_sent(asked)] = True
        messages.success(request, _("A code was sent to the address that the link came to."))


def _sent(asked: signing.Asked) -> str:
    return f"sign:{asked.signature.id}"


def _rows(asked: signing.Asked) -> list[tuple[str, str]]:
    """Every answer as it was given; identity numbers in part."""
    made = []
    for question in asked.questions:
        value = asked.answers.get(question.key)
        if question.kind == Kind.FILE or value in (None, "", []):
            continue
        told = masked(str(value)) if question.kind == Kind.ID_NUMBER else in_words(question, value)
        made.append((str(localized(question.label)), told))
    return made
