"""The names of the doors that a request can come through."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from minben.foundation.records.errors import Text

CHANNELS: dict[str, Text] = {
    "web": _("Website"),
    "phone": _("Phone"),
    "counter": _("Counter"),
    "mail": _("E-mail"),
    "letter": _("Letter"),
    "chat": _("Chat"),
    "app": _("App"),
    "api": _("Another system"),
    "sms": _("SMS"),
    "import": _("Imported"),
    "visit": _("Visit"),
    "staff": _("Employee"),
    "machine": _("Another system"),
    "social": _("Social media"),
    "other": _("Other"),
    "unknown": _("Not told"),
}
