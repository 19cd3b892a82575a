from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "minben.parties"
    label = "parties"

    def ready(self) -> None:
        from . import actors, events, policies  # noqa: F401
