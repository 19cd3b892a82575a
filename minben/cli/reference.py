"""``python -m minben.cli.reference``: write the reference pages of settings and commands from the code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup, TyperOption

from minben.config.environment import Environment, variable

HEAD = "<!-- Made by `python -m minben.cli.reference`; do not edit. -->\n\n"
FOLDER = Path("docs/reference")


def settings_page() -> str:
    rows = [
        f"| `{variable(name)}` | {_default(field.default)} | {field.metadata['help']} |"
        for name, field in Environment.__dataclass_fields__.items()
    ]
    table = "\n".join(["| variable | without it | meaning |", "|---|---|---|", *rows])
    return (
        f"{HEAD}# Settings\n\nRead from the environment at start; a wrong or unknown `MINBEN_` variable is refused. "
        "`MINBEN_SECRET_KEY`, `MINBEN_FIELD_KEYS` and `MINBEN_PRACTICE` are otherwise taken from "
        f"`installation.json` in the data directory.\n\n{table}\n"
    )


def _default(value: object) -> str:
    if isinstance(value, bool):
        return "`1`" if value else "`0`"
    return f"`{value}`" if str(value) else "–"


def commands_page() -> str:
    from .main import app

    group = typer.main.get_command(app)
    return f"{HEAD}# Commands\n\n" + "\n".join(_command(group, "minben"))


def _command(command: Any, path: str) -> list[str]:
    lines = [f"## `{path}`\n", f"{command.help or ''}\n", *_options(command)]
    if isinstance(command, TyperGroup):
        for name, child in command.commands.items():
            if not child.hidden:
                lines += _command(child, f"{path} {name}")
    return lines


def _options(command: Any) -> list[str]:
    with typer.Context(command) as context:
        shown = [p for p in command.params if isinstance(p, TyperOption) and p.get_help_record(context)]
        rows = [
            f"- `{', '.join(p.opts)}`{_told(p)}"
            for p in shown
            if p.name not in {"install_completion", "show_completion"}
        ]
    return [*rows, ""] if rows else []


def _told(option: TyperOption) -> str:
    default = option.default
    plain = isinstance(default, str | int | Path) and not isinstance(default, bool)
    return (f" – {option.help}" if option.help else "") + (f" (`{default}`)" if plain else "")


PAGES = {"settings.md": settings_page, "commands.md": commands_page}


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
