"""Addresses of what lives: polled parts, the palette, the keyboard."""

from django.urls import path

from minben.desk.views import keyboard, live

urlpatterns = [
    path("live", live.counts, name="live"),
    path("live/list", live.rows, name="live_list"),
    path("cases/<uuid:case_id>/live", live.case, name="live_case"),
    path("palette", keyboard.commands, name="palette"),
    path("keys", keyboard.switch, name="keys"),
]
