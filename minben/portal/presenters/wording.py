"""How a guide says its codes: times, modes, visits, ways and audiences in plain words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minben.catalog.models import Cost, ServiceVersion
from minben.catalog.rules import FULLY_ONLINE


def span(amount: int | None, unit: str) -> str:
    """A time: "7 working days", "at once" for 0, "" when none is set."""
    if amount is None:
        return ""
    if amount == 0:
        return _("At once")
    said = {
        "1": ngettext("%(n)d working day", "%(n)d working days", amount),
        "2": ngettext("%(n)d day", "%(n)d days", amount),
        "3": ngettext("%(n)d month", "%(n)d months", amount),
        "4": ngettext("%(n)d year", "%(n)d years", amount),
        "5": ngettext("%(n)d hour", "%(n)d hours", amount),
        "6": ngettext("%(n)d minute", "%(n)d minutes", amount),
    }
    return said.get(unit, said["1"]) % {"n": amount}


def visits(version: ServiceVersion) -> str:
    if not version.visits:
        return _("No visit needed")
    return ngettext("%(n)d visit", "%(n)d visits", version.visits) % {"n": version.visits}


def online(version: ServiceVersion) -> str:
    if version.online_depth in FULLY_ONLINE:
        return _("All of it online")
    return _("Partly online") if version.online_depth else _("Not online")


def ways(version: ServiceVersion) -> list[str]:
    said = {
        "online": _("Online"),
        "window": _("At a counter"),
        "post": _("By post"),
        "phone": _("By phone"),
        "terminal": _("At a self-service terminal"),
    }
    return [said.get(way, way) for way in version.ways]


def audiences(version: ServiceVersion) -> list[str]:
    said = {"person": _("Private persons"), "business": _("Businesses"), "government": _("Government bodies")}
    return [said[name] for name in version.audiences if name in said]


def price(cost: Cost) -> str:
    if cost.amount is None:
        return _("It depends")
    if cost.amount == 0:
        return _("Free")
    amount = f"{cost.amount.normalize():f}"
    return (
        _("%(amount)s yuan") % {"amount": amount} if cost.currency == "CNY" else f"{amount} {cost.currency}"
    )


def total(costs: list[Cost]) -> str:
    """The cost in the box at the top of a guide."""
    asked = [cost for cost in costs if cost.amount != 0]
    if not asked:
        return _("Free")
    return price(asked[0]) if len(asked) == 1 else _("See “Fees” below")


def need(code: str) -> str:
    return {"1": _("Needed"), "2": _("Only if it applies"), "3": _("May follow later")}.get(code, "")


def kind(name: str) -> str:
    """What a search hit is."""
    return {
        "service": _("Service"),
        "event": _("Life event"),
        "article": _("Answer"),
        "law": _("Law or policy"),
        "topic": _("Topic"),
    }.get(name, name)
