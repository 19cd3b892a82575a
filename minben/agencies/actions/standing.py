"""A closed department takes on nothing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Department
from minben.foundation.records.errors import Invalid


def must_be_open(department: Department | None, field: str = "department") -> None:
    """Raises Invalid at ``field`` for one that is closed."""
    if department is not None and not department.active:
        text = _("This department is closed. Choose one that is open.")
        raise Invalid(text, fields={field: text})
