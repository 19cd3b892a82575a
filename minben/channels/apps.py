from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "minben.channels"
    label = "channels"

    def ready(self) -> None:
        from . import mailing, personal, policies, wording  # noqa: F401
