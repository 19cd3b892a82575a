from .law import Article, LegalResource
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
    "Cost",
    "EventService",
    "Faq",
    "LegalBasis",
    "LegalResource",
    "LifeEventType",
    "LifeStage",
    "Material",
    "Output",
    "PublicService",
    "ServiceVersion",
    "Step",
    "Topic",
]
