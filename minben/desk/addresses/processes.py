"""Addresses of drawn processes: of cases, and of those who draw them."""

from django.urls import path

from minben.desk.views import drawing, drawing_board, process, trial, version_moves

urlpatterns = [
    path("cases/<uuid:case_id>/process", process.process, name="process"),
    path("tasks/<uuid:task_id>", process.task, name="task"),
    path("calls/<uuid:call_id>/again", process.again, name="call_again"),
    path("calls/<uuid:call_id>/without", process.without, name="call_without"),
    path("processes", drawing.processes, name="processes"),
    path("processes/new", drawing.new, name="process_new"),
    path("processes/draw", drawing_board.draw_new, name="process_draw_new"),
    path("processes/check", drawing_board.check, name="process_check"),
    path("processes/<slug:key>", drawing.definition, name="process_definition"),
    path("processes/<slug:key>/upload", drawing.upload, name="process_upload"),
    path("processes/<slug:key>/versions/<int:number>", drawing.version, name="process_version"),
    path("processes/<slug:key>/versions/<int:number>/draw", drawing_board.draw, name="process_draw"),
    path("processes/<slug:key>/versions/<int:number>/file", drawing.file, name="process_file"),
    path("processes/<slug:key>/versions/<int:number>/try", trial.trial, name="process_try"),
    path("processes/<slug:key>/versions/<int:number>/move", version_moves.move, name="process_move"),
    path("processes/<slug:key>/versions/<int:number>/publish", drawing.publish, name="process_publish"),
    path(
        "processes/<slug:key>/versions/<int:number>/again",
        drawing.publish_again,
        name="process_publish_again",
    ),
    path("processes/<slug:key>/versions/<int:number>/discard", drawing.discard, name="process_discard"),
    path("processes/<slug:key>/versions/<int:number>/withdraw", drawing.withdraw, name="process_withdraw"),
]
