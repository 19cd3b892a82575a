from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "minben.foundation.records"
    label = "records"
