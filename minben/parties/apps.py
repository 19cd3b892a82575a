from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "minben.parties"
    label = "parties"

    def ready(self) -> None:
        from minben.foundation.keys.rotation import register_field

        from . import actors, events, policies  # noqa: F401

        register_field("parties.Identifier", "cipher", blind="blind", kind_field="kind")
