from django.apps import AppConfig


class AdaptersConfig(AppConfig):
    name = "minben.foundation.adapters"
    label = "adapters"
