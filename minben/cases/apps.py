from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "minben.cases"
    label = "cases"
