"""Where imported things belong: the jurisdiction, and departments found by name or opened."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping as Texts
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minben.agencies.actions import open_department, open_jurisdiction
from minben.agencies.models import Department, Jurisdiction
from minben.foundation.access.actor import Actor
from minben.foundation.records.errors import Invalid
from minben.foundation.records.translated import convert_script
from minben.foundation.textsearch import fold, pinyin_key

from . import values
from .mapping import Mapping, Place

OWN = re.compile(r"^[0-9A-Z]{18}$")


def texts_of(text: str, language: str) -> dict[str, object]:
    """A text by language as the catalogue keeps it: the other Chinese script is converted and says so."""
    other = {"zh-hant": "zh-hans", "zh-hans": "zh-hant"}.get(language)
    if other is None:
        return {language: text}
    return {language: text, other: convert_script(text, other), "_origin": {other: "converted"}}


def jurisdiction_for(actor: Actor, mapping: Mapping, chosen: str) -> Jurisdiction:
    """The chosen one, else the mapping's own (opened when it is new), else the installation's only or first one."""
    rows = Jurisdiction.objects.order_by("id")
    if chosen:
        return _existing(chosen)
    if mapping.place is None:
        first = rows.filter(departments__is_centre=True).first()
        if first is None:
            raise Invalid(_("This installation has no city yet. Run `minben setup` first."))
        return first
    place = mapping.place
    found = rows.filter(code=place.code).first()
    return found or _opened(actor, mapping, place)


@transaction.atomic
def _opened(actor: Actor, mapping: Mapping, place: Place) -> Jurisdiction:
    made = open_jurisdiction(
        actor, place.code, name=place.name, time_zone=mapping.zone.key, calendar=place.calendar
    )
    if mapping.departments.centre:
        open_department(
            actor, made, f"{place.code}-centre"[:40], name=dict(mapping.departments.centre), is_centre=True
        )
    return made


def _existing(code: str) -> Jurisdiction:
    found = Jurisdiction.objects.filter(code=code).first()
    if found is None:
        known = ", ".join(Jurisdiction.objects.order_by("code").values_list("code", flat=True)) or "–"
        raise Invalid(
            _("There is no jurisdiction %(code)s. There are: %(known)s.") % {"code": code, "known": known}
        )
    return found


class Directory:
    """The departments of one jurisdiction by their folded name; remembers what it found and opened."""

    def __init__(self, actor: Actor, jurisdiction: Jurisdiction, mapping: Mapping) -> None:
        self.actor, self.jurisdiction, self.mapping = actor, jurisdiction, mapping
        self.opened = 0
        centre = Department.objects.filter(jurisdiction=jurisdiction, is_centre=True).first()
        self.above = centre.parent if centre is not None else None
        self._by_name: dict[str, Department] = {}
        self.forget()

    def forget(self) -> None:
        """Ask the database again: after a chunk that was rolled back, too."""
        rows = Department.objects.filter(jurisdiction=self.jurisdiction, active=True).order_by("id")
        self._by_name = {}
        for row in rows:
            for language in ("zh-hant", "zh-hans", "en"):
                if row.name.get(language):
                    self._by_name.setdefault(fold(str(row.name[language])), row)

    def of(self, cells: Texts[str, str]) -> Department | None:
        """The row's department, or None where the mapping or the row names none. Raises Invalid for an unknown one."""
        rule = self.mapping.departments
        name = values.texts(cells, rule.name)
        if not name:
            return None
        found = self._by_name.get(fold(name))
        if found is None and rule.create:
            return self._open(name, values.texts(cells, rule.credit_code))
        if found is None:
            found = self._like(name)
        return found

    def _like(self, name: str) -> Department | None:
        """The department with the shortest name that holds this word: how a keyword rule names one."""
        wanted = fold(name)
        fitting = [known for known in self._by_name if wanted in known]
        return self._by_name[min(fitting, key=len)] if fitting else None

    def _open(self, name: str, credit_code: str) -> Department:
        details: dict[str, Any] = {"credit_code": credit_code} if OWN.match(credit_code) else {}
        made = open_department(
            self.actor,
            self.jurisdiction,
            self._code(name),
            parent=self.above,
            name=texts_of(name, self.mapping.language),
            **details,
        )
        self._by_name[fold(name)] = made
        self.opened += 1
        return made

    def _code(self, name: str) -> str:
        """Readable and the same at every import: prefix, pinyin, and a few characters of a digest of the name."""
        reading = re.sub(r"[^a-z0-9]", "", pinyin_key(name).lower())[:16]
        digest = hashlib.sha256(name.encode()).hexdigest()[:6]
        return "-".join(part for part in (self.mapping.departments.prefix, reading, digest) if part)[:40]
