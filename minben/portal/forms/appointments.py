"""Who comes to an appointment."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from minben.visits.actions import Who

from .ask import Contact


class WhoForm(Contact):
    """A name and one way to be reached; nothing for somebody who is signed in and known."""

    def __init__(self, data: Any = None, *, known: bool, region: str) -> None:
        super().__init__(data, region=region)
        if known:
            self.fields = {}
        else:
            self.fields["phone"].help_text = _(
                "We remind you the day before. Telephone or e-mail, one is enough."
            )

    def clean(self) -> dict[str, Any]:
        return super().clean() if self.fields else {}

    def who(self) -> Who:
        given = self.cleaned_data
        return Who(name=given["name"], phone=given.get("phone", ""), email=given.get("email", ""))
