"""Addresses of the ways in, and of what administrators set."""

from django.urls import path

from minben.desk.views import providers, ways_in

urlpatterns = [
    path("sign-in/passkey", ways_in.enter, name="passkey_enter"),
    path("sign-in/passkey/challenge", ways_in.challenge, name="passkey_challenge"),
    path("sign-in/code/passkey", ways_in.second, name="passkey_second"),
    path("sign-in/code/passkey/challenge", ways_in.second_challenge, name="passkey_second_challenge"),
    path("sign-in/with/<slug:code>", ways_in.outward, name="provider_to"),
    path("sign-in/back", ways_in.homeward, name="provider_back"),
    path("security/passkeys/challenge", ways_in.creation, name="passkey_creation"),
    path("security/passkeys", ways_in.add, name="passkey_add"),
    path("security/passkeys/<int:passkey_id>/rename", ways_in.rename, name="passkey_rename"),
    path("security/passkeys/<int:passkey_id>/remove", ways_in.remove, name="passkey_remove"),
    path("security/sessions/end", ways_in.end_all, name="sessions_end"),
    path("security/sessions/<uuid:session_id>/end", ways_in.end, name="session_end"),
    path("providers", providers.providers, name="providers"),
    path("providers/new", providers.new, name="provider_new"),
    path("providers/<uuid:provider_id>", providers.correct, name="provider"),
]
