from .party import Party, PartyLink, Relationship
from .reach import Address, Consent, ContactPoint, Identifier, LifeEvent, Preference, Priority

__all__ = [
    "Address",
    "Consent",
    "ContactPoint",
    "Identifier",
    "LifeEvent",
    "Party",
    "PartyLink",
    "Preference",
    "Priority",
    "Relationship",
]
