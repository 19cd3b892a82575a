"""The verbs of the catalogue."""

from .draft_version import draft_version
from .load_catalogue import load_catalogue
from .publish_version import publish_version
from .record_law import record_law
from .route import route_categories, take_over_service
from .set_popularity import set_popularity
from .shipped import add_lists
from .supersede_law import supersede_law
from .withdraw import withdraw
from .write_article import write_article
from .write_service import write_service

__all__ = [
    "add_lists",
    "draft_version",
    "load_catalogue",
    "publish_version",
    "record_law",
    "route_categories",
    "set_popularity",
    "supersede_law",
    "take_over_service",
    "withdraw",
    "write_article",
    "write_service",
]
