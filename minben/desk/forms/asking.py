"""What stands behind a label: which fields are marked as optional."""

from __future__ import annotations

from collections.abc import Collection

from minben.config.forms import Form


class AskingForm(Form):
    """A form whose emptiness is judged elsewhere: by the action, whose message says what to do, or by nobody.

    ``needed`` names the fields whose label does not say “optional”.
    """

    autocomplete = False

    def needed(self) -> Collection[str]:
        return self.fields.keys()

    def mark(self, needed: bool) -> None:
        for name in self.needed():
            self.fields[name].required = needed

    def full_clean(self) -> None:
        self.mark(False)
        super().full_clean()
        self.mark(True)
