"""The tour around every page of the desk."""

from __future__ import annotations

from django import template
from django.template.context import Context

from minben.desk.presenters.tour import Panel, offered, panel_of
from minben.desk.tours import Tour

register = template.Library()


def _view_name(context: Context) -> str:
    match = getattr(context.get("request"), "resolver_match", None)
    return match.view_name if match else ""


@register.simple_tag(takes_context=True)
def desk_tour(context: Context) -> Panel | None:
    """The step that is on, seen from the page that is open."""
    request = context.get("request")
    return panel_of(request, _view_name(context)) if request else None


@register.simple_tag(takes_context=True)
def desk_tour_offer(context: Context) -> Tour | None:
    """The tour that this person has not heard of yet."""
    request = context.get("request")
    return offered(request, _view_name(context)) if request else None
