"""Changing what the installation runs by, and going back."""

from .change import change, go_back

__all__ = ["change", "go_back"]
