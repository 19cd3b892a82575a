"""The lists that ship, as they are written: no database is needed to read them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
FILES = {"stages": "stages.yaml", "topics": "topics.yaml", "categories": "taxonomy.yaml"}


def read_list(name: str) -> list[Mapping[str, Any]]:
    """The lines of one list: stages, topics or categories."""
    return list(yaml.safe_load((FOLDER / FILES[name]).read_text(encoding="utf-8"))[name])
