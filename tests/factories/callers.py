"""Somebody who calls, with what the check may ask for."""

from __future__ import annotations

import datetime as dt

from minben.foundation.access.actor import SYSTEM
from minben.parties.actions import add_address, register_person
from minben.parties.models import Party

NUMBER = "11010519491231002X"
BORN = dt.date(1949, 12, 31)


def known_person(name: str = "陳美麗", phone: str = "13800138000", number: str = NUMBER) -> Party:
    """A person with a phone, an identity number, a birthday and an address."""
    party = register_person(
        SYSTEM, name=name, birth_date=BORN, phone=phone, identifiers=[("resident", number)], source="counter"
    )
    add_address(SYSTEM, party.id, text="朝陽路 12 號 3 樓")
    return party
