"""Addresses of what is closed, and of the days of this place."""

from django.urls import path

from minben.desk.views import government

urlpatterns = [
    path("departments/<uuid:department_id>/close", government.close, name="department_close"),
    path("departments/<uuid:department_id>/reopen", government.reopen, name="department_reopen"),
    path("departments/days", government.days, name="days"),
    path("departments/days/<str:day>/clear", government.clear_day, name="day_clear"),
]
