"""``minben search``: the search box of the public site, on the command line."""

from __future__ import annotations

import dataclasses
import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from . import session
from .console import say

if TYPE_CHECKING:
    from minben.catalog.queries.search import Found, Hit


class Language(StrEnum):
    ZH_HANT = "zh-hant"
    ZH_HANS = "zh-hans"
    EN = "en"


def search(
    query: Annotated[str, typer.Argument(help="What to look for, in either script or English.")],
    as_json: Annotated[bool, typer.Option("--json", help="For programs: everything, as JSON.")] = False,
    language: Annotated[Language, typer.Option(help="Language of titles and texts.")] = Language.ZH_HANT,
) -> None:
    """Search services, life events, laws and articles as the public site does."""
    with session.django_ready():
        from minben.catalog.queries.search import search as find

        found = find(query, language.value)
    if as_json:
        typer.echo(json.dumps(as_data(found), ensure_ascii=False, indent=1))
    else:
        _tell(found)


def as_data(found: Found) -> dict[str, object]:
    """The answer in plain values; marks where the words were found are left out."""
    plain = {name: getattr(found, name) for name in ("text", "exact", "suggestion", "next")}
    return {**plain, "hits": [_hit(hit) for hit in found.hits]}


def _hit(hit: Hit) -> dict[str, object]:
    values = {f.name: getattr(hit, f.name) for f in dataclasses.fields(hit)}
    return {**values, "title": hit.plain_title, "snippet": "".join(text for text, _here in hit.snippet)}


def _tell(found: Found) -> None:
    if found.suggestion:
        say(f"Searched for “{found.suggestion}” instead.")
    for hit in found.hits:
        say(f"{hit.kind:8} {hit.key}\n         {hit.plain_title}")
    say("" if found.hits else "Nothing was found. Try fewer or other words.")
