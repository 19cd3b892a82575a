from .category import Category
from .editing import Edition, EditionStep
from .law import Article, LegalResource
from .listening import LinkState, Opinion, SearchCount, StillRight, Synonym
from .search import PublicEntry, SearchEntry, StaffEntry
from .service import (
    Cost,
    EventService,
    Faq,
    LegalBasis,
    LifeEventType,
    LifeStage,
    Material,
    Output,
    PublicService,
    ServiceVersion,
    Signer,
    Step,
    Topic,
)

__all__ = [
    "Article",
    "Category",
    "Cost",
    "Edition",
    "EditionStep",
    "EventService",
    "Faq",
    "LegalBasis",
    "LegalResource",
    "LifeEventType",
    "LifeStage",
    "LinkState",
    "Material",
    "Opinion",
    "Output",
    "PublicEntry",
    "PublicService",
    "SearchCount",
    "SearchEntry",
    "ServiceVersion",
    "Signer",
    "StaffEntry",
    "Step",
    "StillRight",
    "Synonym",
    "Topic",
]
