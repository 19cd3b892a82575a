"""Addresses of letters: their texts, and those of a case."""

from django.urls import path

from minben.desk.views import letters

urlpatterns = [
    path("letters", letters.overview, name="letters"),
    path("letters/<slug:name>", letters.letter, name="letter"),
    path("cases/<uuid:case_id>/letters", letters.of_case, name="case_letters"),
    path("cases/<uuid:case_id>/letters/<slug:name>/preview", letters.preview, name="case_letter_preview"),
]
