"""What the readers of other people's text raise besides their own errors. Whoever reads JSON or YAML catches these."""

from __future__ import annotations

import yaml

NO_JSON = (ValueError, RecursionError)
"""``json`` goes down into a text of many open brackets until the stack ends."""
NO_YAML = (
    yaml.YAMLError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""Its own errors, and those of the values that the loader makes (``!!bool x``, ``!!int ''``)."""
LARGEST_NUMBER = 256
"""Bits. Python refuses to write out a number of more than 4,300 figures, and YAML reads one in sixteens."""
