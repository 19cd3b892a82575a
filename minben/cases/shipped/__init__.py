"""Processes that come with Minben, as drawings (BPMN 2.0). Whatever city: they name no place."""

from __future__ import annotations

from importlib.resources import files

KEYS = (
    "hotline",
    "application",
    "instant",
    "commitment",
    "lacking",
    "bundle",
    "appeal",
    "repair",
)


def drawings() -> dict[str, bytes]:
    """Each shipped drawing by its key, those that others call first."""
    return {key: (files(__name__) / f"{key}.bpmn").read_bytes() for key in KEYS}
