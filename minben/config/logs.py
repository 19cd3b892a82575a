"""What a process writes about itself: one line an entry, for people or for machines, never a personal value.

Every line carries the ids of the request and, where there is one, of the case, so that log and trail can be laid
side by side.
"""

from __future__ import annotations

import logging
from typing import Any

import structlog
from structlog.typing import Processor

SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)
QUIET = {"axes": "ERROR", "httpx": "WARNING", "procrastinate": "WARNING", "django.request": "ERROR"}


def logging_settings(*, form: str, level: str) -> dict[str, Any]:
    """Django's LOGGING: ``form`` is plain or json, ``level`` that of our own rooms (the rest says warnings)."""
    configure(level)
    last: Processor = structlog.processors.JSONRenderer() if form == "json" else plain
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": SHARED,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            last,
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"chosen": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "chosen"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "minben": {"level": level.upper()},
            **{name: {"level": at} for name, at in QUIET.items()},
        },
    }


def configure(level: str) -> None:
    """structlog's loggers end in those of the standard library; what the level leaves out costs a comparison."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def plain(_logger: Any, _method: str, entry: structlog.typing.EventDict) -> str:
    """``time LEVEL logger what  name=value …``"""
    kept = dict(entry)
    trace = kept.pop("exception", "")
    head = [str(kept.pop(name, "")) for name in ("timestamp", "level", "logger", "event")]
    rest = " ".join(f"{name}={value}" for name, value in kept.items())
    line = f"{head[0]} {head[1].upper()} {head[2]} {head[3]}" + (f"  {rest}" if rest else "")
    return f"{line}\n{trace}" if trace else line
