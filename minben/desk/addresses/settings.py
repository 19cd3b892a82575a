"""Addresses of what the installation runs by."""

from django.urls import path

from minben.desk.views import escalation, first_steps, notices, settings, time_limits

GROUPS = ("numbers", "retention", "mail", "storage", "site", "sessions", "escalation")

urlpatterns = [
    path("settings", settings.overview, name="settings"),
    path("first-steps/<slug:part>/fits", first_steps.fits, name="first_step_fits"),
    path("settings/numbers/next", settings.next_number, name="settings_next"),
    path("settings/notices", notices.overview, name="settings_notices"),
    path("settings/notices/<slug:name>", notices.notice, name="settings_notice"),
    path("settings/time-limits", time_limits.overview, name="settings_time_limits"),
    path("settings/time-limits/<slug:clock>", time_limits.limit, name="settings_time_limit"),
    path("settings/time-limits/<slug:clock>/due", time_limits.due, name="settings_time_limit_due"),
    path(
        "settings/time-limits/<slug:clock>/restore", time_limits.restore, name="settings_time_limit_restore"
    ),
    path("settings/escalation/<slug:sort>", escalation.own, name="settings_escalation_own"),
    path(
        "settings/escalation/<slug:sort>/<slug:urgency>", escalation.own, name="settings_escalation_urgency"
    ),
    path("settings/mail/try", settings.send_test, name="settings_try_mail"),
    *(path(f"settings/{name}", settings.screen(name), name=f"settings_{name}") for name in GROUPS),
]
