"""Addresses of what editors hear: to-do, searches, opinions."""

from django.urls import path

from minben.desk.views.editing import caring

urlpatterns = [
    path("editing/todo", caring.todo, name="editing_todo"),
    path("editing/todo/right/<slug:kind>/<path:key>", caring.right, name="editing_right"),
    path("editing/searches", caring.searches, name="editing_searches"),
    path("editing/synonyms/<uuid:synonym_id>/end", caring.end_synonym, name="synonym_end"),
    path("editing/opinions", caring.opinions, name="editing_opinions"),
    path("editing/opinions/<uuid:opinion_id>", caring.settle, name="opinion_settle"),
]
