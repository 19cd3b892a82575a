"""The desk's addresses. Each names its policy (guarded)."""

from django.urls import path

from . import gallery
from .views import case, cases, dispatch, door, drafts, files, security, verb, work

app_name = "desk"
urlpatterns = [
    path("", work.home, name="home"),
    path("tasks/<uuid:task_id>/take", work.take, name="take"),
    path("tasks/<uuid:task_id>/give-back", work.give_back, name="give_back"),
    path("cases", cases.cases, name="cases"),
    path("cases.csv", cases.export, name="export"),
    path("dispatch", dispatch.board, name="dispatch"),
    path("cases/<uuid:case_id>", case.case, name="case"),
    path("cases/<uuid:case_id>/do/<slug:name>", verb.verb, name="verb"),
    path("cases/<uuid:case_id>/draft/<slug:name>", drafts.keep, name="draft"),
    path("cases/<uuid:case_id>/files/<uuid:document_id>", files.download, name="file"),
    path("sign-in", door.sign_in, name="sign_in"),
    path("sign-in/code", door.code, name="code"),
    path("sign-in/practice", door.practice, name="practice"),
    path("sign-out", door.sign_out, name="sign_out"),
    path("security", security.security, name="security"),
    path("gallery", gallery.gallery, name="gallery"),
]
