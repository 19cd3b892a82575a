"""From a stored version to the facts the publication rules look at."""

from __future__ import annotations

from minben.foundation.records.translated import localized

from .models import ServiceVersion
from .rules import Facts, Fee, Finding, Result, check


def facts_of(version: ServiceVersion) -> Facts:
    """Four statements: topics, fees, outputs and the version's own row."""
    return Facts(
        mode=version.mode,
        statutory=_span(version.statutory_amount, version.statutory_unit),
        promised=_span(version.promised_amount, version.promised_unit),
        visits=version.visits,
        visits_reason=str(localized(version.visits_reason, "zh-hant")),
        online_depth=version.online_depth,
        ways=frozenset(version.ways),
        by_post=version.by_post,
        fees=tuple(Fee(cost.amount, cost.law_id is not None) for cost in version.costs.all()),
        results=tuple(Result(o.kind, str(localized(o.name, "zh-hant"))) for o in version.outputs.all()),
        audiences=frozenset(version.audiences),
        topics=frozenset(version.service.topics.values_list("audience", flat=True)),
    )


def _span(amount: int | None, unit: str) -> tuple[int, str] | None:
    return None if amount is None else (amount, unit)


def findings(version: ServiceVersion) -> list[Finding]:
    """What an editor sees before publishing, warnings too."""
    return check(facts_of(version))
