from .bundle import BundlePart
from .case import Case, CaseScope, Kind, SealedParty, Status, Urgency
from .delivering import ResultDelivery
from .dispatching import RuleFollowed
from .history import CaseDocument, CaseEvent, CaseSearch, Draft, Interaction, Mention, Rating, RepairCase
from .quality import QualityReview, QualityRule, QualitySheet
from .signature import Signature
from .templates import AnswerTemplate
from .together import FileShare, HandOver, SubOrder

__all__ = [
    "AnswerTemplate",
    "BundlePart",
    "Case",
    "CaseDocument",
    "CaseEvent",
    "CaseScope",
    "CaseSearch",
    "Draft",
    "FileShare",
    "HandOver",
    "Interaction",
    "Kind",
    "Mention",
    "QualityReview",
    "QualityRule",
    "QualitySheet",
    "Rating",
    "RepairCase",
    "ResultDelivery",
    "RuleFollowed",
    "SealedParty",
    "Signature",
    "Status",
    "SubOrder",
    "Urgency",
]
