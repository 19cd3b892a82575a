from .message import Delivery, Message, MessageTemplate, OutboxEntry, Suppression
from .practice import PracticeMessage

__all__ = ["Delivery", "Message", "MessageTemplate", "OutboxEntry", "PracticeMessage", "Suppression"]
