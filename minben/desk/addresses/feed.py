"""The team calendar in one's own calendar."""

from django.urls import path

from minben.desk.views import feed

urlpatterns = [
    path("calendar/feed", feed.feed, name="calendar_feed"),
    path("calendar/feed/withdraw", feed.withdraw, name="calendar_feed_withdraw"),
    path("calendar/feed/<str:secret>.ics", feed.calendar_file, name="calendar_file"),
]
