from .case import Case, CaseScope, Kind, SealedParty, Status, Urgency
from .history import CaseDocument, CaseEvent, CaseSearch, Draft, Interaction, Mention, Rating, RepairCase

__all__ = [
    "Case",
    "CaseDocument",
    "CaseEvent",
    "CaseScope",
    "CaseSearch",
    "Draft",
    "Interaction",
    "Kind",
    "Mention",
    "Rating",
    "RepairCase",
    "SealedParty",
    "Status",
    "Urgency",
]
