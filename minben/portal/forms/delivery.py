"""How the result should reach the person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Office
from minben.cases.actions.delivering import Choice, office_key
from minben.cases.models import ResultDelivery
from minben.config.forms import Form, OneOfSeveral
from minben.foundation.records.translated import localized

Way = ResultDelivery.Way
WAYS = (
    (Way.ACCOUNT, _("Here, as a PDF that anybody can check")),
    (Way.POST, _("By registered post")),
    (Way.PICKUP, _("I pick it up, or somebody does for me")),
)


class DeliveryForm(Form):
    """What is needed depends on the way; the action says what is missing."""

    way = forms.ChoiceField(
        label=_("How should the result reach you?"), choices=WAYS, widget=forms.RadioSelect
    )
    recipient = OneOfSeveral(label=_("Name on the letter box"), max_length=120)
    address = OneOfSeveral(
        label=_("Address"),
        help_text=_("Place, street, number, flat"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
    )
    phone = forms.CharField(
        label=_("Telephone for the postman"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    office = OneOfSeveral(label=_("Where"), widget=forms.RadioSelect)
    collector = forms.CharField(
        label=_("Who picks it up, if not you"),
        help_text=_("They bring their own identity document and say the code that you get."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, offices: Sequence[Office], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(str(one.id), str(localized(one.name))) for one in offices]
        self.fields["office"].widget.choices = names  # type: ignore[attr-defined]

    @property
    def choice(self) -> Choice:
        """What the action wants."""
        given = self.cleaned_data
        return Choice(
            way=given.get("way") or "",
            recipient=given.get("recipient") or "",
            phone=given.get("phone") or "",
            address=given.get("address") or "",
            office_id=office_key(given.get("office") or ""),
            collector=given.get("collector") or "",
        )


def initial_of(delivery: ResultDelivery | None, *, name: str, address: str) -> dict[str, str]:
    """What was chosen before; where nothing was, what is known of the person themselves."""
    if delivery is None:
        return {"way": Way.ACCOUNT, "recipient": name, "address": address}
    return {
        "way": delivery.way,
        "recipient": delivery.recipient or name,
        "phone": delivery.phone,
        "address": delivery.address or address,
        "office": str(delivery.office_id or ""),
        "collector": delivery.collector,
    }
