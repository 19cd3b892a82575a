"""Addresses of what is set for one department."""

from __future__ import annotations

from django.urls import path

from minben.desk.views import department_parts

urlpatterns = [
    path("departments/<uuid:department_id>/days/new", department_parts.days_new, name="own_days_new"),
    path("departments/days/<uuid:day_id>/drop", department_parts.day_drop, name="own_day_drop"),
    path("departments/<uuid:department_id>/categories", department_parts.categories, name="routes"),
    path("departments/<uuid:department_id>/services", department_parts.service, name="service_route"),
]
