"""The three doors: the public site at /, the desk at /desk/, machines at /api/v1/ (DESIGN §6)."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("desk/", include("minben.desk.urls")),
    *i18n_patterns(path("", include("minben.portal.urls")), prefix_default_language=False),
]
