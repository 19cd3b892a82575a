from django.apps import AppConfig


class WorktimeConfig(AppConfig):
    name = "minben.foundation.worktime"
    label = "worktime"
