"""News between rooms: ``Event``, ``announce``, ``subscribe``. The pump is in :mod:`.pump`."""

from .announcing import announce, news_row
from .event import Event
from .subscribers import subscribe

__all__ = ["Event", "announce", "news_row", "subscribe"]
