"""Minben (民本): a CRM for government."""

__version__ = "0.2.0"
