"""What can be done with certificates and letters."""

from .issue import issue
from .revoke import revoke

__all__ = ["issue", "revoke"]
