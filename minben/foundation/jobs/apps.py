from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "minben.foundation.jobs"
    label = "jobs"
