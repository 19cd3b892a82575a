from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "minben.certificates"
    label = "certificates"

    def ready(self) -> None:
        from . import personal, policies  # noqa: F401
