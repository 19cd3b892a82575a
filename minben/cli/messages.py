"""``minben messages``: extract, convert, check and compile the translations."""

from __future__ import annotations

import importlib
from typing import Annotated

import typer


def messages(
    check: Annotated[bool, typer.Option("--check", help="Only say what is missing.")] = False,
    compile_only: Annotated[bool, typer.Option("--compile", help="Only compile.")] = False,
) -> None:
    """Bring the translations of all rooms up to date."""
    flags = [flag for flag, given in (("--check", check), ("--compile", compile_only)) if given]
    raise typer.Exit(importlib.import_module("minben.config.messages").main(flags))
