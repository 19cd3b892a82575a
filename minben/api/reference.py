"""``python -m minben.api.reference``: write ``docs/reference/openapi.json`` and ``api.md`` from the operations."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

SNAPSHOT = Path("docs/reference/openapi.json")
PAGE = Path("docs/reference/api.md")


def snapshot() -> str:
    """The OpenAPI document as it lies in the repository: a change of the API shows in a review."""
    from .describing import document

    return json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minben.config.settings")
    os.environ.setdefault("MINBEN_SECRET_KEY", "only-for-writing-a-page" * 3)
    django.setup()
    from django.utils.translation import override

    from .page import markdown

    SNAPSHOT.write_text(snapshot(), encoding="utf-8")
    with override("en"):
        PAGE.write_text(markdown(), encoding="utf-8")
    sys.stdout.write(f"{SNAPSHOT} and {PAGE} written.\n")


if __name__ == "__main__":
    main()
