"""Addresses of what the installation runs by."""

from django.urls import path

from minben.desk.views import settings

GROUPS = ("numbers", "retention")

urlpatterns = [
    path("settings", settings.overview, name="settings"),
    path("settings/numbers/next", settings.next_number, name="settings_next"),
    *(path(f"settings/{name}", settings.screen(name), name=f"settings_{name}") for name in GROUPS),
]
