"""The address of the map of cases."""

from django.urls import path

from minben.desk.views import case_map

urlpatterns = [path("cases/map", case_map.case_map, name="case_map")]
