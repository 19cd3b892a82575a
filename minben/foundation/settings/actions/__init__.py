"""Changing what may be set."""

from .keep import keep

__all__ = ["keep"]
