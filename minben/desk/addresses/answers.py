"""Addresses of answer templates, drafts, and what stands beside a case."""

from django.urls import path

from minben.desk.views import beside, certificates, drafts, templates

urlpatterns = [
    path("templates", templates.templates, name="templates"),
    path("templates/new", templates.edit, name="template_new"),
    path("templates/<uuid:template_id>", templates.edit, name="template"),
    path("templates/<uuid:template_id>/withdraw", templates.withdraw, name="template_withdraw"),
    path("templates/<uuid:template_id>/restore", templates.restore, name="template_restore"),
    path("cases/<uuid:case_id>/templates/<slug:use>", templates.fitting, name="fitting"),
    path("cases/<uuid:case_id>/draft/<slug:name>/discard", drafts.discard, name="draft_discard"),
    path("cases/<uuid:case_id>/draft/<slug:name>/back", drafts.bring_back, name="draft_back"),
    path("intake/draft", drafts.keep_intake, name="intake_draft"),
    path("intake/draft/discard", drafts.discard_intake, name="intake_discard"),
    path(
        "cases/<uuid:case_id>/certificates/<uuid:certificate_id>/revoke",
        certificates.revoke,
        name="certificate_revoke",
    ),
    path(
        "cases/<uuid:case_id>/certificates/<uuid:certificate_id>/replace",
        certificates.replace,
        name="certificate_replace",
    ),
    path("cases/<uuid:case_id>/replacement/decline", certificates.decline, name="replacement_decline"),
    path("cases/<uuid:case_id>/beside", beside.beside, name="beside"),
    path("cases/<uuid:case_id>/peek", beside.peek, name="peek"),
    path("cases/<uuid:case_id>/print", beside.printed, name="print"),
]
