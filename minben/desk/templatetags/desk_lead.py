"""What stands around every page of the desk: announcements and help."""

from __future__ import annotations

from django import template
from django.template.context import Context

from minben.agencies.models import Announcement
from minben.agencies.notices import for_reader
from minben.desk.guidance import Topic, topic_of

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_announcements(context: Context) -> list[Announcement]:
    """What this person should know and has not put away."""
    return for_reader(context["actor"])


@register.simple_tag(takes_context=True)
def desk_help(context: Context) -> Topic | None:
    """The help of the page that is open, if it has any."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    return topic_of(match.view_name) if match else None
