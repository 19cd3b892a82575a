"""A small typed client for the API of Minben."""

from .client import Minben
from .errors import MinbenError, NoAnswer

__all__ = ["Minben", "MinbenError", "NoAnswer"]
