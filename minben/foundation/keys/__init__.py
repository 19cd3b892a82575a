"""Field keys: what may not lie open in the database (DESIGN §3: field keys).

``encrypt``/``decrypt`` bind a value to its model, field and row; ``blind`` finds it again without showing it;
``digest`` lets the audit trail compare values that it must not hold.
"""

from .ciphers import CipherError, decrypt, encrypt, key_id_of
from .indexes import blind, blinds, digest
from .ring import KeysMissing, new_key_line, ring
from .rotation import EncryptedField, encrypted_fields, is_old, register_field, register_sealed, rotate

__all__ = [
    "CipherError",
    "EncryptedField",
    "KeysMissing",
    "blind",
    "blinds",
    "decrypt",
    "digest",
    "encrypt",
    "encrypted_fields",
    "is_old",
    "key_id_of",
    "new_key_line",
    "register_field",
    "register_sealed",
    "ring",
    "rotate",
]
