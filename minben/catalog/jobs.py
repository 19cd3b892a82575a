"""The catalogue's work by the clock."""

from __future__ import annotations

import datetime as dt

from minben.foundation.jobs import periodic, tick

from .actions.check_links import check_links, gather_links
from .actions.editions import publish_due
from .links import prober


@tick("publish what is due", seconds=20)
def publish(now: dt.datetime) -> None:
    publish_due(now)


@periodic("37 2 * * *", queue="imports")
def try_links(now: dt.datetime) -> None:
    """At night, a few hundred addresses; each is asked outside any transaction."""
    gather_links()
    check_links(prober(), now=now)
