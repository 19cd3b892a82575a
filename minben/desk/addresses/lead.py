"""The supervisor's addresses: live board, lending, calendar and leave, announcements, quality, help."""

from __future__ import annotations

from django.urls import path

from minben.desk.views import announcements, calendar, guidance, lending, quality, step_times, watch

urlpatterns = [
    path("board/live", watch.live, name="board_live"),
    path("board/cases", watch.cases, name="board_cases"),
    path("board/undo", watch.undo, name="board_undo"),
    path("board/steps", step_times.times, name="step_times"),
    path("board/steps.csv", step_times.times_csv, name="step_times_csv"),
    path("board/lend", lending.lend_people, name="lend"),
    path("board/lent/<uuid:lending_id>/end", lending.end, name="lend_end"),
    path("calendar", calendar.calendar, name="calendar"),
    path("calendar/leave", calendar.ask, name="leave_ask"),
    path("calendar/leave/<uuid:leave_id>/decide", calendar.decide, name="leave_decide"),
    path("calendar/leave/<uuid:leave_id>/take-back", calendar.take_back, name="leave_take_back"),
    path("announcements", announcements.announcements, name="announcements"),
    path("announcements/new", announcements.new, name="announcement_new"),
    path("announcements/<uuid:announcement_id>", announcements.announcement, name="announcement"),
    path(
        "announcements/<uuid:announcement_id>/withdraw", announcements.withdraw, name="announcement_withdraw"
    ),
    path("announcements/<uuid:announcement_id>/read", announcements.read, name="announcement_read"),
    path("quality", quality.quality, name="quality"),
    path("quality/rules", quality.rules, name="quality_rules"),
    path("quality/rules/<uuid:rule_id>/end", quality.end, name="quality_rule_end"),
    path("quality/draw", quality.draw, name="quality_draw"),
    path("quality/results", quality.results, name="quality_results"),
    path("quality/results.csv", quality.results_csv, name="quality_csv"),
    path("quality/<uuid:review_id>", quality.review, name="quality_review"),
    path("help/<slug:name>", guidance.help_page, name="help"),
]
