from django.apps import AppConfig


class KeysConfig(AppConfig):
    name = "minben.foundation.keys"
    label = "keys"
