from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from minben.foundation import keys


class SettingsConfig(AppConfig):
    name = "minben.foundation.settings"
    label = "settings"

    def ready(self) -> None:
        keys.register_field("settings.Setting", "secret")
        autodiscover_modules("choices", "configuring")
