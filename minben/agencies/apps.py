from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "minben.agencies"
    label = "agencies"
