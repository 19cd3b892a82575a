"""What somebody with an appointment is told, through the one sending gate of ``channels``."""

from __future__ import annotations

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import override

from minben.agencies.queries import place_name
from minben.channels.actions import send
from minben.foundation.access.actor import SYSTEM
from minben.foundation.records.translated import localized

from .models import Appointment
from .names import service_names

NOTICES = ("appointment_booked", "appointment_reminder")


def tell(held: Appointment, template: str, *, asked_for: bool = False) -> None:
    """``asked_for``: the person just did something and waits for the answer, so quiet hours do not hold it."""
    place = held.office.department.jurisdiction
    send(
        SYSTEM,
        template,
        kind="service",
        party_id=held.party_id,
        asked_for=asked_for,
        language=held.language,
        variables=variables(held),
        zone=place.time_zone,
    )


def variables(held: Appointment) -> dict[str, str]:
    """In the office's zone and the person's language. Who has the link can move or cancel, as it is theirs."""
    place = held.office.department.jurisdiction
    with override(held.language):
        at = held.starts_at.astimezone(place.zone)
        return {
            "title": service_names([held.service_id], held.language)[held.service_id],
            "due": f"{date_format(at, 'DATE_FORMAT')} {at:%H:%M}",
            "department": str(localized(held.office.name, held.language)),
            "text": str(localized(held.office.address, held.language)),
            "link": link(held),
            "city": place_name(place, held.language),
        }


def link(held: Appointment) -> str:
    prefix = "" if held.language in {"", settings.LANGUAGE_CODE} else f"/{held.language}"
    return f"{settings.PUBLIC_URL}{prefix}/appointments/mine/{held.token}/"
