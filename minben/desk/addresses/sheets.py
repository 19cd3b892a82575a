"""The sheet of the quality checks."""

from django.urls import path

from minben.desk.views import sheets

urlpatterns = [
    path("quality/sheet", sheets.sheet, name="quality_sheet"),
    path("quality/sheet/<int:number>", sheets.version, name="quality_sheet_version"),
    path("quality/sheet/<int:number>/take-up", sheets.take_up, name="quality_sheet_take_up"),
]
