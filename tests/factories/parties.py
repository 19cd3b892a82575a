"""The smallest valid parties, through the room's own doors where a rule matters."""

from __future__ import annotations

import factory

from minben.foundation.access.actor import Actor, ActorKind, Grant
from minben.foundation.access.roles import Role
from minben.foundation.records.ids import new_id
from minben.parties.models import ContactPoint, Party
from minben.parties.naming import name_keys


class PartyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Party

    kind = Party.Kind.PERSON
    name = factory.Sequence(lambda n: f"王小明{n}")
    name_folded = factory.LazyAttribute(lambda o: name_keys(o.name).name_folded)
    name_pinyin = factory.LazyAttribute(lambda o: name_keys(o.name).name_pinyin)
    name_grams = factory.LazyAttribute(lambda o: name_keys(o.name).name_grams)
    source = "test"


class ContactPointFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ContactPoint

    party = factory.SubFactory(PartyFactory)
    kind = ContactPoint.Kind.PHONE
    value = factory.Sequence(lambda n: f"+86138{n:08d}")
    preferred = True


def staff(*roles: Role, name: str = "陳文員") -> Actor:
    """A staff actor without rows: enough for policies and the trail."""
    held = roles or (Role.AGENT,)
    return Actor(
        kind=ActorKind.STAFF, staff_id=new_id(), name=name, grants=tuple(Grant(str(r), None) for r in held)
    )
