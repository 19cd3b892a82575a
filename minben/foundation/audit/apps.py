from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "minben.foundation.audit"
    label = "audit"
