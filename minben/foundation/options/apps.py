from django.apps import AppConfig


class OptionsConfig(AppConfig):
    name = "minben.foundation.options"
    label = "options"

    def ready(self) -> None:
        from . import kept, policies  # noqa: F401
