from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    name = "minben.processes"
    label = "processes"
