"""One's own account: where it was signed in from, and the second step."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from minben.agencies.actions import change_password
from minben.desk.forms.door import PasswordForm
from minben.desk.presenters.administrators import the_three
from minben.foundation.access.actions.open_sessions import open_to
from minben.foundation.access.actions.sessions import sign_ins, stay
from minben.foundation.access.roles import ADMINISTRATORS
from minben.foundation.access.web import account_of, actor_of, guarded
from minben.foundation.identity.actions.passkeys import passkeys_of
from minben.foundation.records.errors import Invalid, TooMany

from .plain import Asked, plain_form


@never_cache
@require_safe
@guarded("desk.open")
def security(request: HttpRequest) -> HttpResponse:
    """The newest sign-ins of this account, good and bad."""
    account, actor = account_of(request), actor_of(request)
    context = {
        "three": the_three(actor) if actor.has(*ADMINISTRATORS) else [],
        "account": account,
        "sign_ins": sign_ins(account),
        "passkeys": passkeys_of(account),
        "open_sessions": open_to(account),
    }
    return render(request, "desk/security.html", context)


@never_cache
@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "POST"])
@guarded("desk.open")
def password(request: HttpRequest) -> HttpResponse:
    """Another password for oneself; all other sessions of the account end."""
    account, form = account_of(request), PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            change_password(actor_of(request), account, old=given["old"], new=given["new"])
        except (Invalid, TooMany) as problem:
            form.add_problem(problem)
        else:
            stay(request, account)
            messages.success(request, _("Your password is changed. Other sessions have ended."))
            return HttpResponseRedirect(reverse("desk:security"))
    asked = Asked(
        title=_("Change your password"),
        lead=_("At least twelve characters, none of the common ones. Other sessions end."),
        press=_("Change your password"),
        back=reverse("desk:security"),
        back_label=_("Password and second step"),
    )
    return plain_form(request, form, asked)
