from .category import Category
from .law import Article, LegalResource
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
    Step,
    Topic,
)

__all__ = [
    "Article",
    "Category",
    "Cost",
    "EventService",
    "Faq",
    "LegalBasis",
    "LegalResource",
    "LifeEventType",
    "LifeStage",
    "Material",
    "Output",
    "PublicEntry",
    "PublicService",
    "SearchEntry",
    "ServiceVersion",
    "StaffEntry",
    "Step",
    "Topic",
]
