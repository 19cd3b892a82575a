"""What can be done with certificates."""

from .issue import Order, issue
from .revoke import revoke

__all__ = ["Order", "issue", "revoke"]
