from .message import Delivery, Message, MessageTemplate, OutboxEntry, Suppression

__all__ = ["Delivery", "Message", "MessageTemplate", "OutboxEntry", "Suppression"]
