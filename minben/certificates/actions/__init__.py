"""What can be done with certificates and letters."""

from .issue import issue
from .replace import replace
from .revoke import revoke

__all__ = ["issue", "replace", "revoke"]
