"""The desk's own tags."""

from __future__ import annotations

from django import template
from django.template.context import Context

from minben.desk.navigation import Link, links
from minben.foundation.records.ids import new_id

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_navigation(context: Context) -> list[Link]:
    """What this person may open, the place where they are marked."""
    request = context.get("request")
    return links(context["actor"], request.path_info) if request else []


@register.simple_tag
def now_id() -> str:
    """A key of this moment: what is made later has a greater one."""
    return str(new_id())
