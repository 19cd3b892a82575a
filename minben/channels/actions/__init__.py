"""What can be done with messages."""

from .deliver import deliver
from .erase import erase_messages, export_messages
from .load_templates import load_templates
from .send import send
from .suppress import suppress, unsuppress

__all__ = ["deliver", "erase_messages", "export_messages", "load_templates", "send", "suppress", "unsuppress"]
