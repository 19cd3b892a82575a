"""How each kind of thing comes in: one loader for services, articles, messages and service requests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from minben.agencies.models import Jurisdiction
from minben.foundation.access.actor import Actor

from ..mapping import Mapping
from ..outcome import Outcome
from ..reading import Row
from .articles import Articles
from .messages import Messages
from .service_requests import ServiceRequests
from .services import Services


class Loader(Protocol):
    """Takes one chunk of rows in, in one transaction. The same rows again change nothing."""

    def load(self, rows: Sequence[Row]) -> Outcome: ...


LOADERS: dict[str, Callable[[Actor, Mapping, Jurisdiction], Loader]] = {
    "services": Services,
    "articles": Articles,
    "messages": Messages,
    "service-requests": ServiceRequests,
}
