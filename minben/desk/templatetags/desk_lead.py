"""What stands around every page of the desk: announcements."""

from __future__ import annotations

from django import template
from django.template.context import Context

from minben.agencies.models import Announcement
from minben.agencies.notices import for_reader

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_announcements(context: Context) -> list[Announcement]:
    """What this person should know and has not put away."""
    return for_reader(context["actor"])
