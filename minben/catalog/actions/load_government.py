"""Jurisdictions, departments and offices as the catalogue's files describe them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minben.agencies.models import Department, Jurisdiction, Office
from minben.agencies.queries import heir_of
from minben.catalog.texts import complete
from minben.foundation.records.errors import Invalid
from minben.foundation.textsearch import pinyin_key

from .saving import put

_keys: dict[str, str] = {}
"""The short names that a file gives its jurisdictions, as codes."""


def load_jurisdictions(item: Mapping[str, Any]) -> bool:
    """One jurisdiction; its ``key`` is what the rest of the file calls it."""
    _keys[str(item.get("key") or item["code"])] = str(item["code"])
    values = {
        "name": complete(item["name"]),
        "parent": _jurisdiction(item["parent"]) if item.get("parent") else None,
        "time_zone": item.get("time_zone", "Asia/Shanghai"),
        "calendar": item.get("calendar", "CN"),
        "languages": list(item.get("languages") or []),
        "practice": bool(item.get("practice", False)),
    }
    return put(Jurisdiction, {"code": str(item["code"])}, values)[1] is not None


def _jurisdiction(key: str) -> Jurisdiction:
    found = Jurisdiction.objects.filter(code=_keys.get(key, key)).first()
    if found is None:
        raise Invalid(_("There is no jurisdiction %(code)s.") % {"code": key})
    return found


def load_departments(item: Mapping[str, Any]) -> bool:
    """One department. Its parent stands before it; ``ancestors`` follow from the parent's. A closed one stays as it is."""
    place = _jurisdiction(item["jurisdiction"])
    if Department.objects.filter(jurisdiction=place, code=item["code"], active=False).exists():
        return False
    parent = _department(item["parent"]) if item.get("parent") else None
    values = {
        "name": complete(item["name"]),
        "parent": parent,
        "ancestors": [str(parent.id), *parent.ancestors] if parent else [],
        "duties": complete(item.get("duties")),
        "credit_code": str(item.get("credit_code") or ""),
        "phone": str(item.get("phone") or ""),
        "is_centre": bool(item.get("is_centre", False)),
        "sort_key": pinyin_key(complete(item["name"]).get("zh-hans", ""))[:200],
    }
    with transaction.atomic():
        return put(Department, {"jurisdiction": place, "code": item["code"]}, values)[1] is not None


def _department(code: str) -> Department:
    found = Department.objects.filter(code=code).order_by("jurisdiction__code").first()
    if found is None:
        raise Invalid(_("There is no department %(code)s.") % {"code": code})
    return heir_of(found) or found


def load_offices(item: Mapping[str, Any]) -> bool:
    values = {
        "department": _department(item["department"]),
        "name": complete(item["name"]),
        "address": complete(item.get("address")),
        "transit": complete(item.get("transit")),
        "accessibility": complete(item.get("accessibility")),
        "phone": str(item.get("phone") or ""),
        "latitude": item.get("latitude"),
        "longitude": item.get("longitude"),
        "hours": {
            str(day): [list(span) for span in spans] for day, spans in (item.get("hours") or {}).items()
        },
    }
    return put(Office, {"code": item["code"]}, values)[1] is not None
