"""Addresses of the machines that may call."""

from django.urls import path

from minben.desk.views import admissions, machines

urlpatterns = [
    path("api-clients", machines.clients, name="clients"),
    path("api-clients/new", machines.new, name="client_new"),
    path("api-clients/waiting", admissions.admissions, name="admissions"),
    path("api-clients/waiting/<uuid:admission_id>", admissions.admission, name="admission"),
    path("api-clients/<uuid:client_id>", machines.client, name="client"),
    path("api-clients/<uuid:client_id>/amend", machines.amend, name="client_amend"),
    path("api-clients/<uuid:client_id>/rotate", machines.rotate, name="client_rotate"),
    path("api-clients/<uuid:client_id>/revoke", machines.revoke, name="client_revoke"),
]
