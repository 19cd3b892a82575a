"""The form of a sign-in provider."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.config.forms import Form
from minben.foundation.identity.models import Door, Provider

DOORS = [(Door.STAFF.value, _("Staff, at the desk")), (Door.PUBLIC.value, _("The public, on the site"))]


class ProviderForm(Form):
    """One OpenID provider. An empty secret leaves the one that is kept."""

    autocomplete = False
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    code = forms.CharField(
        label=_("Short code"),
        max_length=40,
        help_text=_("Small letters; it stands in the address of sign-in."),
    )
    name_zh_hant = forms.CharField(label=_("Name on the button, traditional Chinese"), max_length=60)
    name_en = forms.CharField(label=_("Name on the button, English"), max_length=60, required=False)
    door = forms.ChoiceField(label=_("Door"), choices=DOORS, widget=forms.RadioSelect)
    issuer = forms.CharField(
        label=_("Issuer"),
        max_length=300,
        help_text=_("As the provider writes it, like https://login.example.org"),
    )
    client_id = forms.CharField(label=_("Client ID"), max_length=200)
    secret = forms.CharField(
        label=_("Client secret"),
        max_length=400,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Kept encrypted and never shown. Left empty, the one that is kept stays."),
    )
    domains = forms.CharField(
        label=_("E-mail domains let in"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line. Empty: all."),
    )
    assurance_claim = forms.CharField(
        label=_("Claim that says how sure the identity is"),
        max_length=60,
        required=False,
        help_text=_("For the public, such as acr. Empty: no proof of the name is taken over."),
    )
    assurance_levels = forms.CharField(
        label=_("Its values and our levels"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Lines like “high = real_name”. Levels: none, contact, real_name."),
    )
    second_step = forms.BooleanField(
        label=_("Ask staff for our own second step as well"),
        required=False,
        initial=True,
        help_text=_("Take it away only where the provider itself always asks for a second factor."),
    )
    active = forms.BooleanField(label=_("Offer it at the door"), required=False, initial=True)

    def __init__(self, *args: Any, held: Provider | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _of(held) if held else {})
        super().__init__(*args, **kwargs)

    def details(self) -> dict[str, Any]:
        """The values for the action, without the secret."""
        given = self.cleaned_data
        plain = ("code", "door", "issuer", "client_id", "assurance_claim", "second_step", "active")
        name = {"zh-hant": given["name_zh_hant"], "en": given["name_en"]}
        return {
            **{key: given[key] for key in plain},
            "name": {language: text for language, text in name.items() if text},
            "domains": [line.lower() for line in given["domains"].split()],
            "assurance_levels": _levels(given["assurance_levels"]),
        }


def _levels(text: str) -> dict[str, str]:
    pairs = (line.rpartition("=") for line in text.splitlines() if line.strip())
    return {value.strip(): level.strip() for value, _sign, level in pairs}


def _of(held: Provider) -> dict[str, Any]:
    levels = "\n".join(f"{value} = {level}" for value, level in held.assurance_levels.items())
    texts = {"name_zh_hant": held.name.get("zh-hant", ""), "name_en": held.name.get("en", "")}
    domains = "\n".join(held.domains)
    return {**held.shown(), **texts, "domains": domains, "assurance_levels": levels, "version": held.version}
