from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "minben.portal"
    label = "portal"
