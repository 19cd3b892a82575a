"""The practice log-ins as the last lines of ``minben demo`` show them."""

from __future__ import annotations

from .staffing import DOMAIN, PASSWORD, SEATS


def table() -> str:
    """One line a log-in; the desk's sign-in page offers the same with a button each."""
    width = max(len(seat.login) for seat in SEATS) + len(DOMAIN) + 1
    lines = [f"  {f'{seat.login}@{DOMAIN}':<{width}}  {seat.role.label}" for seat in SEATS]
    return "\n".join(["Practice log-ins (desk: /desk/), password " + PASSWORD + ":", *lines])
