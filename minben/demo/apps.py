from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "minben.demo"
    label = "demo"
