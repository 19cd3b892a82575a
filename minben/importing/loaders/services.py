"""Services through ``catalog.actions.write_service``: with what is known of them, and no more."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from minben.catalog.actions import write_service
from minben.catalog.models import PublicService
from minben.foundation.records.errors import Invalid

from .. import values
from ..reading import Row
from .articles import slug
from .one_by_one import Done, OneByOne

TEXTS = ("name", "summary", "conditions", "time_note", "visits_reason")
WORDS = ("task_type", "online_depth", "advice_phone", "complaint_phone", "mode", "visits")
LISTS = ("audiences", "ways", "keywords")
MOST = {"task_code": 80, "catalog_code": 50, "online_link": 300}


class Services(OneByOne):
    """A service is known by its key; its raw code stands in ``task_code``."""

    def write(self, row: Row) -> Done:
        content = self._content(row)
        known = PublicService.objects.filter(slug=content["slug"]).exists()
        version = self.mapping.version
        _service, written = write_service(
            self.actor,
            content,
            waive=version.waive,
            reason=version.reason,
            publish=version.state == "published",
        )
        if not written:
            return Done.UNCHANGED
        return Done.CHANGED if known else Done.NEW

    def _content(self, row: Row) -> dict[str, Any]:
        spec, cells = self.mapping.fields, row.cells
        department = self.departments.of(cells)
        if department is None:
            raise Invalid(_("The department is empty or unknown."))
        content: dict[str, Any] = {
            "slug": slug(self.mapping.source, values.key_of(cells, self.mapping)),
            "department": department,
            "source": f"import:{self.mapping.source}",
        }
        content |= {name: text for name in TEXTS if (text := self._text(row, name))}
        content |= {name: word for name in WORDS if (word := values.texts(cells, spec.get(name)))}
        content |= {name: found for name in LISTS if (found := values.words(cells, spec.get(name)))}
        content |= {name: code for name in MOST if (code := self._fitting(row, name))}
        if "name" not in content:
            raise Invalid(_("The name is empty."))
        return content

    def _text(self, row: Row, name: str) -> dict[str, str]:
        value = values.constant_or_text(row.cells, self.mapping.fields.get(name))
        return value if isinstance(value, dict) else {self.mapping.language: value} if value else {}

    def _fitting(self, row: Row, name: str) -> str:
        """Codes and addresses: whole or refused, never cut."""
        text = values.texts(row.cells, self.mapping.fields.get(name))
        if len(text) > MOST[name]:
            raise Invalid(
                _("%(field)s is longer than %(most)d characters.") % {"field": name, "most": MOST[name]}
            )
        if name == "online_link" and text and not _is_address(text):
            raise Invalid(_("“%(text)s” is no web address.") % {"text": text[:60]})
        return text


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and not set(text) & set(' "<>\\^`{|}\n\t')
