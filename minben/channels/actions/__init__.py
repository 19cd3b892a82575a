"""What can be done with messages."""

from .deliver import deliver
from .load_templates import add_shipped, load_templates
from .send import send
from .suppress import suppress, unsuppress

__all__ = ["add_shipped", "deliver", "load_templates", "send", "suppress", "unsuppress"]
