"""How each kind of thing comes in: one loader for services, articles, messages and service requests."""

from __future__ import annotations

from collections.abc import Callable

from minben.agencies.models import Jurisdiction
from minben.foundation.access.actor import Actor

from ..mapping import Mapping
from .articles import Articles
from .base import Loader
from .messages import Messages
from .service_requests import ServiceRequests
from .services import Services

LOADERS: dict[str, Callable[[Actor, Mapping, Jurisdiction], Loader]] = {
    "services": Services,
    "articles": Articles,
    "messages": Messages,
    "service-requests": ServiceRequests,
}
