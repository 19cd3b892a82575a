from django.apps import AppConfig


class FeelConfig(AppConfig):
    name = "minben.foundation.feel"
    label = "feel"
