"""``python -m minben.foundation.access.reference``: write the reference page of roles from the policies."""

from __future__ import annotations

import sys
from pathlib import Path

PAGE = Path("docs/reference/roles.md")


def main() -> None:
    import django

    django.setup()
    from .describing import render

    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(render(), encoding="utf-8")
    sys.stdout.write(f"{PAGE} written.\n")


if __name__ == "__main__":
    main()
