"""The queues there are. Every job names one, and every worker serves all of them unless told otherwise."""

from __future__ import annotations

QUEUES = {
    "sending": "messages on their way out; short, many, each with an idempotency key",
    "documents": "scanning and converting files",
    "payments": "money that goes back through a provider",
    "imports": "long reads of files and other departments' registers",
    "insight": "figures, forecasts and matching; may take minutes",
    "upkeep": "keeping house: old jobs, old keys, partitions, orphans",
}
