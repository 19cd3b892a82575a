"""Which prober tries an address: the real one, or in the practice city its twin that asks nobody."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

from minben.foundation.adapters import Registry

from .base import Outcome, Prober

__all__ = ["Outcome", "Prober", "prober", "probers"]

Maker = Callable[[], Prober]
probers: Registry[Maker] = Registry("link prober")


def _practice() -> Prober:
    from .practice import PracticeProber

    return PracticeProber()


def _web() -> Prober:
    from .web import WebProber

    return WebProber()


probers.add("practice", _practice)
probers.add("web", _web)


def prober() -> Prober:
    return probers.get("practice" if settings.PRACTICE else "web")()
