"""What of a case has to stay although it is old: the contacts of a case that is not over."""

from __future__ import annotations

import uuid

from minben.foundation.records import retention

from .course.states import FINAL
from .models import Case, Interaction


def has_contacts_of_open_cases(low: uuid.UUID, high: uuid.UUID) -> bool:
    """Whether a contact with a key from ``low`` to below ``high`` belongs to a case that is still open."""
    open_cases = Case.objects.exclude(status__in=FINAL).values("id")
    return Interaction.objects.filter(id__gte=low, id__lt=high, case_id__in=open_cases).exists()


retention.keep_while(Interaction._meta.db_table, has_contacts_of_open_cases)
