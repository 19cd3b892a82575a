"""Whether a certificate is genuine: for anybody, without a word about whose it is."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minben.certificates import signing, verifying
from minben.certificates.numbers import clean_code, written
from minben.certificates.verifying import Verdict
from minben.config.forms import Form, errors_of
from minben.foundation import keys
from minben.foundation.access.actions.tries import failed, refuse_guessing
from minben.foundation.access.web import guarded
from minben.foundation.records.errors import Invalid, TooMany

PURPOSE = "verify"
EXAMPLE = written(2026, 123)
WRONG = _("Number and code do not belong together. Compare both with the paper.")


class VerifyForm(Form):
    number = forms.CharField(
        label=_("Number of the certificate or letter"),
        max_length=40,
        help_text=format_lazy(_("Like {number}"), number=EXAMPLE),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Ten letters and figures, beside the number at the foot"),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )


@never_cache
@require_http_methods(["GET", "POST"])
@guarded("site.open")
def ask(request: HttpRequest) -> HttpResponse:
    """Number and code lead to the page that the square on the paper leads to. Guessing is slowed down."""
    form = VerifyForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            found = _found(request, form.cleaned_data["number"], form.cleaned_data["code"])
        except (Invalid, TooMany) as problem:
            form.add_problem(problem)
            status = 429 if isinstance(problem, TooMany) else 422
        else:
            return redirect("portal:certificate", found.certificate.token)
    elif form.errors:
        status = 422
    context = {"form": form, "errors": errors_of(form) if form.is_bound else []}
    return render(request, "portal/verify/ask.html", context, status=status)


def _found(request: HttpRequest, number: str, code: str) -> Verdict:
    """One answer for every kind of wrong. Each counts for the network address and for the number."""
    who = (request.META.get("REMOTE_ADDR", ""), keys.digest(f"verify:{clean_code(number)}")[:64])
    refuse_guessing(PURPOSE, *who)
    found = verifying.by_number(number, code)
    if found is None:
        failed(PURPOSE, *who)
        raise Invalid(WRONG, fields={"code": WRONG})
    return found


@never_cache
@require_safe
@guarded("site.open")
def certificate(request: HttpRequest, token: str) -> HttpResponse:
    """What the square on the paper leads to."""
    verdict = verifying.by_token(token)
    if verdict is None:
        return render(request, "portal/verify/unknown.html", status=404)
    context = {
        "verdict": verdict,
        "held": verdict.certificate,
        "pem": signing.as_pem(verdict.certificate.public_key),
    }
    return render(request, "portal/verify/certificate.html", context)
