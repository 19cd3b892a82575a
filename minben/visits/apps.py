from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "minben.visits"
    label = "visits"

    def ready(self) -> None:
        from . import leaning, personal  # noqa: F401
