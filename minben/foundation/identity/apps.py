from importlib import import_module

from django.apps import AppConfig

from minben.foundation import keys


class IdentityConfig(AppConfig):
    name = "minben.foundation.identity"
    label = "identity"

    def ready(self) -> None:
        keys.register_field("identity.Provider", "secret")
        import_module("minben.foundation.identity.idle")
