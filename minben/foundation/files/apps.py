from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "minben.foundation.files"
    label = "files"
