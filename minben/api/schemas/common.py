"""What all shapes share: nothing unknown comes in, and lists come in pages."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

SOLID = r"[^\s\x00-\x1f\x7f-\x9f\ufeff]"
"""At least one character that is neither space nor control character."""


def _text(value: Any) -> Any:
    """A number of seconds is no day."""
    if value is not None and not isinstance(value, str):
        raise ValueError("Write the day as text, like 1990-12-31.")
    return value


Day = Annotated[dt.date, BeforeValidator(_text)]


class Given(BaseModel):
    """Something sent to us: a field that we do not know is refused, not lost."""

    model_config = ConfigDict(extra="forbid")


class Told(BaseModel):
    """Something we send."""

    model_config = ConfigDict(extra="forbid")


Cursor = Annotated[str, Field(max_length=400, description="`next` or `previous` of another page.")]
Size = Annotated[int, Field(ge=1, le=100, description="How many on a page.")]
Languages = Annotated[
    dict[str, Any],
    Field(
        description="By language (zh-hant, zh-hans, en); `_origin` marks what was converted.",
        examples=[{"zh-hant": "水務局", "en": "Water"}],
    ),
]


class Paged(Given):
    """The parameters of a list."""

    cursor: Cursor = ""
    size: Size = 20


class PageTold(Told):
    """Cursors of the neighbouring pages; null where there is none."""

    next: str | None = Field(description="Cursor of the next page.")
    previous: str | None = Field(description="Cursor of the page before.")
