"""The parts of a whole, and the whole of a part."""

from __future__ import annotations

from minben.cases.models import BundlePart, Case, Kind


def parts_of(case: Case) -> list[BundlePart]:
    """The parts of a bundle with their cases, in order; nothing for another case."""
    if case.event_id is None:
        return []
    return list(case.parts.select_related("service_version__service__department", "child").order_by("order"))


def whole_of(case: Case) -> Case | None:
    """The whole that a case is a part of. Only applications can be."""
    if case.kind != Kind.APPLICATION or case.event_id is not None:
        return None
    part = BundlePart.objects.select_related("case").filter(child=case).first()
    return part.case if part else None
