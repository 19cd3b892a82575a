from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "minben.catalog"
    label = "catalog"
