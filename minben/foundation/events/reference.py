"""The list of all events and who listens: ``python -m minben.foundation.events.reference`` writes it."""

from __future__ import annotations

import dataclasses
import inspect
import sys
from pathlib import Path

from .event import Event, all_events
from .subscribers import all_subscriptions

PAGE = Path("docs/reference/events.md")
HEAD = """# Events

Made by `python -m minben.foundation.events.reference`; a test holds that it is current. An event is announced in
the transaction of the change and handed to its subscribers, in order, after commit.
"""


def render() -> str:
    """The page. Events of tests are left out."""
    kinds = [kind for kind in all_events().values() if kind.__module__.startswith("minben.")]
    return "\n".join([HEAD, *(_section(kind) for kind in kinds), ""]) if kinds else HEAD


def _section(kind: type[Event]) -> str:
    listeners = [
        s.name for s in all_subscriptions() if kind.name in s.event_names and _ours(s.handler.__module__)
    ]
    own = [f for f in dataclasses.fields(kind) if f.name not in {"subject_id", "event_id"}]
    fields = ", ".join(f"`{f.name}`: {f.type if isinstance(f.type, str) else f.type.__name__}" for f in own)
    return "\n".join(
        [
            f"## `{kind.name}`",
            "",
            *_said(kind),
            f"- carries: {fields or 'only its subject'}",
            f"- heard by: {', '.join(f'`{name}`' for name in listeners) or 'nobody yet'}",
            f"- declared in `{kind.__module__}`",
            "",
        ]
    )


def _said(kind: type[Event]) -> list[str]:
    """The first paragraph of the docstring; one that dataclasses made up does not count."""
    text = inspect.cleandoc(kind.__doc__ or "").split("\n\n")[0]
    return [] if not text or text.startswith(f"{kind.__name__}(") else [text, ""]


def _ours(module: str) -> bool:
    return module.startswith("minben.")


def main() -> None:
    import django

    django.setup()
    from minben.foundation.events import reference

    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(reference.render(), encoding="utf-8")
    sys.stdout.write(f"{PAGE} written.\n")


if __name__ == "__main__":
    main()
