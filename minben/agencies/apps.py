from importlib import import_module

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "minben.agencies"
    label = "agencies"

    def ready(self) -> None:
        import_module("minben.agencies.web")
        import_module("minben.agencies.passing")
        import_module("minben.agencies.site")
        import_module("minben.agencies.first_steps")
