from django.apps import AppConfig


class TextsearchConfig(AppConfig):
    name = "minben.foundation.textsearch"
    label = "textsearch"
