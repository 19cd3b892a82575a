"""Who takes the money: one class for a provider, and a practice twin that ships."""

from .base import Begun, Heard, Order, Provider, providers
from .sandbox import Sandbox

__all__ = ["Begun", "Heard", "Order", "Provider", "chosen", "providers"]

providers.add("sandbox", Sandbox())


def chosen() -> str:
    """The provider that new attempts go to: the settings' one; "" where nothing is paid online."""
    from django.conf import settings

    return str(settings.PAYMENT_PROVIDER)
