from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "minben.foundation.access"
    label = "access"
