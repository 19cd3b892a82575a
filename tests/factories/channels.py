"""The smallest notice and message."""

from __future__ import annotations

import factory

from minben.channels.models import Message, MessageTemplate, OutboxEntry
from minben.foundation.records.ids import moment_of


class TemplateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MessageTemplate

    name = "case.accepted"
    channel = "sms"
    subject = factory.LazyFunction(lambda: {"zh-hant": "已受理 {number}", "en": "Accepted {number}"})
    body = factory.LazyFunction(
        lambda: {
            "zh-hant": "{name}您好，您的辦件 {number} 已受理。",
            "en": "Dear {name}, request {number} was accepted.",
        }
    )


class MessageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Message

    template = "case.accepted"
    kind = "service"
    channel = "sms"
    address = "+8613800138000"
    language = "zh-hant"
    body = "您的辦件已受理。"


def waiting(message: Message) -> OutboxEntry:
    return OutboxEntry.objects.create(id=message.id, not_before=moment_of(message.id))
