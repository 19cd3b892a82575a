"""What can be done with parties. Every door checks its policy, audits and announces."""

from .account import attach_account, party_of_account
from .amend import amend
from .check_caller import CallerCheck, askable, check_caller
from .contact import add_contact_point, end_contact, prefer, verify_contact
from .details import add_address, record_life_event, relate, set_preference, set_preferences
from .erase import erase_party, export_party, export_person
from .identify import add_identifier, new_identifier, number_for_a_form, reveal_identifier
from .link import link, unlink
from .provisional import confirm, make_provisional
from .register import new_party, register_household, register_organisation, register_person
from .rights import end_priority, record_consent, record_priority, withdraw_consent

__all__ = [
    "CallerCheck",
    "add_address",
    "add_contact_point",
    "add_identifier",
    "amend",
    "askable",
    "attach_account",
    "check_caller",
    "confirm",
    "end_contact",
    "end_priority",
    "erase_party",
    "export_party",
    "export_person",
    "link",
    "make_provisional",
    "new_identifier",
    "new_party",
    "number_for_a_form",
    "party_of_account",
    "prefer",
    "record_consent",
    "record_life_event",
    "record_priority",
    "register_household",
    "register_organisation",
    "register_person",
    "relate",
    "reveal_identifier",
    "set_preference",
    "set_preferences",
    "unlink",
    "verify_contact",
    "withdraw_consent",
]
