from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "minben.payments"
    label = "payments"

    def ready(self) -> None:
        from . import jobs, policies  # noqa: F401
