from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "minben.parties"
    label = "parties"

    def ready(self) -> None:
        from minben.foundation import keys

        from . import actors, events, personal, policies  # noqa: F401

        keys.register_field("parties.Identifier", "cipher", blind="blind", kind_field="kind")
