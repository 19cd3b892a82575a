"""Addresses of joint handling."""

from django.urls import path

from minben.desk.views import together

urlpatterns = [
    path("cases/<uuid:case_id>/together", together.together, name="together"),
    path("cases/<uuid:case_id>/together/files/<uuid:document_id>", together.file, name="together_file"),
    path("together/orders/<uuid:order_id>/<slug:name>", together.order, name="together_order"),
    path("together/offers/<uuid:offer_id>/<slug:name>", together.offer, name="together_offer"),
]
