"""Addresses of counters and of an office's day."""

from django.urls import path

from minben.desk.views import counter, office_day, ratings, reception, visit_ratings

urlpatterns = [
    path("counter", counter.mine, name="counter"),
    path("counter/now", counter.now, name="counter_now"),
    path("counter/<uuid:counter_id>/open", counter.sit_down, name="counter_open"),
    path("counter/<uuid:counter_id>/do/<slug:verb>", counter.do, name="counter_do"),
    path("satisfaction", ratings.ratings, name="satisfaction"),
    path("visits", office_day.offices, name="visits"),
    path("visits/ratings", visit_ratings.ratings, name="visit_ratings"),
    path("visits/at/<uuid:office_id>", office_day.day, name="office_day"),
    path("visits/at/<uuid:office_id>/now", office_day.now, name="office_day_now"),
    path("visits/at/<uuid:office_id>/take", office_day.take, name="visit_take"),
    path("visits/appointments/<uuid:appointment_id>/here", office_day.arrived, name="visit_here"),
    path("visits/numbers/<uuid:ticket_id>", office_day.ticket, name="visit"),
    path("visits/numbers/<uuid:ticket_id>/back", office_day.back, name="visit_back"),
    path("receptions", reception.offices, name="receptions"),
    path("receptions/<uuid:office_id>", reception.office, name="reception"),
    path("receptions/<uuid:office_id>/rules", reception.rules, name="reception_rules"),
    path("receptions/<uuid:office_id>/times", reception.times, name="reception_times"),
    path("receptions/<uuid:office_id>/counters/new", reception.counter, name="reception_counter_new"),
    path(
        "receptions/<uuid:office_id>/counters/<uuid:counter_id>", reception.counter, name="reception_counter"
    ),
]
