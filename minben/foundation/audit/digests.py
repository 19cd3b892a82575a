"""The keyed digest of a value in an audit line: equal values look equal, nothing can be read back."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings

try:
    from minben.foundation.keys import digest  # type: ignore[attr-defined]
except ImportError:

    def digest(value: object) -> str:
        """Until the key ring is there: HMAC with the installation's secret; "" for None."""
        if value is None:
            return ""
        return hmac.new(settings.SECRET_KEY.encode(), str(value).encode(), hashlib.sha256).hexdigest()[:32]


__all__ = ["digest"]
