from .bundle import BundlePart
from .case import Case, CaseScope, Kind, SealedParty, Status, Urgency
from .history import CaseDocument, CaseEvent, CaseSearch, Draft, Interaction, Mention, Rating, RepairCase
from .quality import QualityReview, QualityRule, QualitySheet
from .signature import Signature
from .templates import AnswerTemplate

__all__ = [
    "AnswerTemplate",
    "BundlePart",
    "Case",
    "CaseDocument",
    "CaseEvent",
    "CaseScope",
    "CaseSearch",
    "Draft",
    "Interaction",
    "Kind",
    "Mention",
    "QualityReview",
    "QualityRule",
    "QualitySheet",
    "Rating",
    "RepairCase",
    "SealedParty",
    "Signature",
    "Status",
    "Urgency",
]
