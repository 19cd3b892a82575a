"""The three doors: the public site at /, the desk at /desk/, machines at /api/v1/ (DESIGN §6)."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from minben.config import probes, views

handler400 = "minben.config.views.bad_request"
handler403 = "minben.config.views.refused"
handler404 = "minben.config.views.not_found"
handler500 = "minben.config.views.server_error"

urlpatterns = [
    path("healthz", probes.healthz, name="healthz"),
    path("readyz", probes.readyz, name="readyz"),
    path("metrics", probes.metrics, name="metrics"),
    path("desk/language", views.language, name="desk-language"),
    path("api/", include("minben.api.urls")),
    path("desk/", include("minben.desk.urls")),
    *i18n_patterns(
        path("display", views.display, name="display"),
        path("", include("minben.portal.urls")),
        prefix_default_language=False,
    ),
]
