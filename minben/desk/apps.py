from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "minben.desk"
    label = "desk"
