from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "minben.parties"
    label = "parties"
