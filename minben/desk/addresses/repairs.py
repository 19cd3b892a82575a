"""Addresses of bad ratings that are put right."""

from django.urls import path

from minben.desk.views import repairs

urlpatterns = [
    path("repairs", repairs.repairs, name="repairs"),
    path("repairs/<uuid:repair_id>", repairs.repair, name="repair"),
    path("repairs/<uuid:repair_id>/do/<slug:name>", repairs.do, name="repair_do"),
]
