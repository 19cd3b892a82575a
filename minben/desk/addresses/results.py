"""Addresses of results that are posted or handed over."""

from django.urls import path

from minben.desk.views import results

urlpatterns = [
    path("results", results.results, name="results"),
    path("results.csv", results.export, name="results_csv"),
    path("results/labels.pdf", results.labels, name="results_labels"),
    path("cases/<uuid:case_id>/delivery", results.choose, name="case_delivery"),
    path("results/<uuid:case_id>", results.result, name="result"),
    path("results/<uuid:case_id>/<slug:name>", results.do, name="result_do"),
]
