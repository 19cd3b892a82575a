from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class EventsConfig(AppConfig):
    name = "minben.foundation.events"
    label = "events"

    def ready(self) -> None:
        autodiscover_modules("events")
        post_migrate.connect(_start_cursors, sender=self)


def _start_cursors(sender: AppConfig, **_: Any) -> None:
    """A new subscriber starts at the release that brought it, not at the worker's first start."""
    from django.db import connection

    from .cursors import ensure_cursors

    needed = {"events_subscriber", "events_eventrow"}
    if needed <= set(connection.introspection.table_names()):
        ensure_cursors()
