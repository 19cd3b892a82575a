from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "minben.catalog"
    label = "catalog"

    def ready(self) -> None:
        from . import leaning, policies  # noqa: F401
