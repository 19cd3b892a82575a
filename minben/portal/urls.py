"""The public site's addresses. Each names its policy (guarded)."""

from django.urls import path, register_converter

from .tokens import TokenConverter
from .views import account, apply, ask, browse, case, drafts, pages, rate, reading, search, sign_in, track

register_converter(TokenConverter, "token")
app_name = "portal"
urlpatterns = [
    path("", browse.home, name="home"),
    path("search", search.search, name="search"),
    path("events/<slug:slug>", browse.event, name="event"),
    path("stages/<slug:code>", browse.stage, name="stage"),
    path("topics/<slug:audience>/<slug:code>", browse.topic, name="topic"),
    path("services", browse.services, name="services"),
    path("services/<slug:slug>", reading.service, name="service"),
    path("laws/<slug:slug>", reading.law, name="law"),
    path("articles/<slug:slug>", reading.article, name="article"),
    path("investment", reading.investment, name="investment"),
    path("offices", reading.offices, name="offices"),
    path("ask/", ask.start, name="ask"),
    path("ask/<token:token>/check/", ask.check, name="ask_check"),
    path("ask/<token:token>/sent/", ask.done, name="ask_done"),
    path("ask/<token:token>/<slug:name>/", ask.step, name="ask_step"),
    path("drafts/<token:token>/", drafts.resume, name="resume"),
    path("drafts/<token:token>/delete/", drafts.give_up, name="give_up"),
    path("services/<slug:slug>/apply/", apply.start, name="apply"),
    path("services/<slug:slug>/apply/<token:token>/check/", apply.check, name="apply_check"),
    path("services/<slug:slug>/apply/<token:token>/sent/", apply.done, name="apply_done"),
    path("services/<slug:slug>/apply/<token:token>/<slug:key>/", apply.question, name="apply_question"),
    path("track/", track.track, name="track"),
    path("c/<token:token>/", case.case, name="case"),
    path("c/<token:token>/rate/", rate.rate, name="rate"),
    path("c/<token:token>/receipt/", case.receipt, name="receipt"),
    path("c/<token:token>/files/<uuid:document_id>/", case.download, name="case_file"),
    path("c/<token:token>/<slug:name>/", case.act, name="case_act"),
    path("sign-in/", sign_in.start, name="sign_in"),
    path("sign-in/code/", sign_in.code, name="sign_in_code"),
    path("sign-out/", sign_in.leave, name="sign_out"),
    path("account/", account.home, name="account"),
    path("account/details/", account.details, name="account_details"),
    path("account/contacts/add/", account.add_contact, name="contact_add"),
    path("account/contacts/code/", account.prove_contact, name="contact_code"),
    path("account/contacts/<uuid:contact_id>/<slug:verb>/", account.contact, name="contact"),
    path("account/reads/", account.reads, name="account_reads"),
    path("account/export/", account.export, name="account_export"),
    path("practice/outbox/", pages.outbox, name="outbox"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("contact/", pages.contact, name="contact_us"),
]
