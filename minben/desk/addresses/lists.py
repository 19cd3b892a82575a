"""Addresses of lists: exports, saved views, what is done to many rows."""

from django.urls import path

from minben.desk.views import bulk, cases, saved

urlpatterns = [
    path("cases.xlsx", cases.export_xlsx, name="export_xlsx"),
    path("cases/bulk", bulk.bulk, name="bulk"),
    path("cases/bulk/<uuid:receipt_id>/undo", bulk.take_back, name="bulk_undo"),
    path("views", saved.views, name="views"),
    path("views/save", saved.save, name="view_save"),
    path("views/<uuid:view_id>/rename", saved.rename, name="view_rename"),
    path("views/<uuid:view_id>/choose", saved.choose, name="view_choose"),
    path("views/<uuid:view_id>/drop", saved.drop, name="view_drop"),
    path("views/<uuid:view_id>/restore", saved.restore, name="view_restore"),
]
