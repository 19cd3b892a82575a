"""Addresses of the catalogue's editors."""

from django.urls import path

from minben.desk.views.editing import acting, comparing, forming, lists, previewing, writing

urlpatterns = [
    path("editing", lists.editing, name="editing"),
    path("editing/new/<slug:kind>", lists.new, name="edition_new"),
    path("editing/begin/<slug:kind>/<path:key>", lists.begin, name="edition_begin"),
    path("editing/things/<slug:kind>/<path:key>", lists.thing, name="edition_thing"),
    path("editing/withdraw/<slug:kind>/<path:key>", acting.withdraw, name="edition_withdraw"),
    path("editing/drafts/<uuid:edition_id>", acting.overview, name="edition"),
    path("editing/drafts/<uuid:edition_id>/do/<slug:verb>", acting.act, name="edition_act"),
    path("editing/drafts/<uuid:edition_id>/languages", writing.languages, name="edition_languages"),
    path("editing/drafts/<uuid:edition_id>/preview", previewing.preview, name="edition_preview"),
    path("editing/drafts/<uuid:edition_id>/seen/<slug:language>", previewing.seen, name="edition_seen"),
    path(
        "editing/drafts/<uuid:edition_id>/seen/<slug:language>/<slug:page>",
        previewing.seen_form,
        name="edition_seen_form",
    ),
    path("editing/drafts/<uuid:edition_id>/form.json", forming.download, name="edition_form"),
    path("editing/drafts/<uuid:edition_id>/form/upload", forming.upload, name="edition_form_upload"),
    path("editing/drafts/<uuid:edition_id>/compare", comparing.compare, name="edition_compare"),
    path("editing/drafts/<uuid:edition_id>/write/<slug:section>", writing.section, name="edition_section"),
    path("editing/drafts/<uuid:edition_id>/write/<slug:section>/<int:at>", writing.part, name="edition_part"),
]
