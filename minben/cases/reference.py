"""``python -m minben.cases.reference``: write the reference pages of states and time limits from the code."""

from __future__ import annotations

import sys
from pathlib import Path

FOLDER = Path("docs/reference")


def main() -> None:
    import django

    django.setup()
    from .describing import PAGES

    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")
        sys.stdout.write(f"{FOLDER / name} written.\n")


if __name__ == "__main__":
    main()
