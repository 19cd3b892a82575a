"""The public site's addresses. Each names its policy (guarded)."""

from django.urls import path

from .views import browse, reading, search

app_name = "portal"
urlpatterns = [
    path("", browse.home, name="home"),
    path("search", search.search, name="search"),
    path("events/<slug:slug>", browse.event, name="event"),
    path("stages/<slug:code>", browse.stage, name="stage"),
    path("topics/<slug:audience>/<slug:code>", browse.topic, name="topic"),
    path("services", browse.services, name="services"),
    path("services/<slug:slug>", reading.service, name="service"),
    path("laws/<slug:slug>", reading.law, name="law"),
    path("articles/<slug:slug>", reading.article, name="article"),
    path("investment", reading.investment, name="investment"),
    path("offices", reading.offices, name="offices"),
]
