from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "minben.channels"
    label = "channels"
