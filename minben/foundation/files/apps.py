from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "minben.foundation.files"
    label = "files"

    def ready(self) -> None:
        from . import taking  # noqa: F401
