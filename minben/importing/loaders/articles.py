"""Questions and answers, and other articles, through ``catalog.actions.write_article``."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from minben.catalog.actions import write_article
from minben.catalog.models import Article

from .. import values
from ..reading import Row
from .one_by_one import Done, OneByOne


class Articles(OneByOne):
    """The address of an article is made of the mapping's source and the row's key."""

    def write(self, row: Row) -> Done:
        content = self._content(row)
        _article, changed = write_article(self.actor, content)
        if not changed:
            return Done.UNCHANGED
        return Done.NEW if _article.version <= FIRST else Done.CHANGED

    def _content(self, row: Row) -> dict[str, Any]:
        spec, cells, language = self.mapping.fields, row.cells, self.mapping.language
        department = self.departments.of(cells)
        return {
            "slug": slug(self.mapping.source, values.key_of(cells, self.mapping)),
            "title": {language: values.texts(cells, spec["title"])},
            "body": {language: values.texts(cells, spec["body"])},
            "kind": values.texts(cells, spec.get("kind")) or Article.Kind.FAQ,
            "audience": values.texts(cells, spec.get("audience")),
            "keywords": values.words(cells, spec.get("keywords")),
            "valid_from": values.day(cells, spec.get("valid_from")),
            "valid_until": values.day(cells, spec.get("valid_until")),
            "department": department,
            "source": f"import:{self.mapping.source}",
        }


FIRST = 1


def slug(source: str, key: str) -> str:
    """The address: readable as far as the key is, and never two the same."""
    plain = re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")
    whole = f"{source}-{plain}"
    if plain and len(whole) <= 80 and re.fullmatch(r"[A-Za-z0-9_-]+", key):
        return whole
    return f"{whole[:66].rstrip('-')}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"
