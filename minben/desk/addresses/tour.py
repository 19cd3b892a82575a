"""Addresses of the guided tour."""

from django.urls import path

from minben.desk.views import tour

urlpatterns = [
    path("tour", tour.tour, name="tour"),
    path("tour/panel", tour.panel, name="tour_panel"),
    path("tour/begin", tour.begin, name="tour_begin"),
    path("tour/move", tour.move, name="tour_move"),
    path("tour/decline", tour.decline, name="tour_decline"),
]
