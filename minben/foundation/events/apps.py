from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "minben.foundation.events"
    label = "events"
