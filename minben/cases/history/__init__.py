"""Requests of the past as rows: what is imported, and what the practice city begins with."""
