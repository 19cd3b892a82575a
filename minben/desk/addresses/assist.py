"""Addresses of forms that are filled in for somebody."""

from django.urls import path

from minben.desk.views import assist, assist_sending

urlpatterns = [
    path("people/<uuid:party_id>/apply", assist.choose, name="assist_choose"),
    path("people/<uuid:party_id>/apply/<slug:slug>", assist.together, name="assist_together"),
    path("assist/<slug:token>", assist.form, name="assist"),
    path("assist/<slug:token>/keep", assist.keep, name="assist_keep"),
    path("assist/<slug:token>/check", assist_sending.check, name="assist_check"),
    path("assist/<slug:token>/waiting", assist_sending.waiting, name="assist_waiting"),
    path("assist/<slug:token>/waive", assist_sending.waive, name="assist_waive"),
    path("assist/<slug:token>/done", assist_sending.done, name="assist_done"),
    path("assist/<slug:token>/give-up", assist.give_up, name="assist_give_up"),
]
