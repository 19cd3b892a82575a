"""Changing what the installation runs by."""

from .change import change

__all__ = ["change"]
