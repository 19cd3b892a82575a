"""``minben reindex``: make anew what was derived from the records, while people work."""

from __future__ import annotations

from . import session
from .console import ProgressLine, say, step


def reindex() -> None:
    """Make the search indexes, the keys of names and the list of who may see which case anew."""
    with session.django_ready():
        from minben.cases.rebuilding import rebuild_scopes, rebuild_search
        from minben.catalog.indexing import rebuild_index
        from minben.parties.rebuilding import rebuild_names

        with step("services, laws and articles"):
            found = rebuild_index()
        names = rebuild_names(progress=ProgressLine("names"))
        cases = rebuild_search(progress=ProgressLine("cases"))
        changed = rebuild_scopes(progress=ProgressLine("who may see them"))
    say(f"{found:,} things of the catalogue, {names:,} names and {cases:,} cases can be found again.")
    if changed:
        say(f"{changed:,} cases were seen by other departments than they should have been; that is mended.")
