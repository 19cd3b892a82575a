"""The keyed digest of a value in an audit line: equal values look equal, nothing can be read back."""

from minben.foundation.keys import digest

__all__ = ["digest"]
