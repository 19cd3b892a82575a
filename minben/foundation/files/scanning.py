"""The seam for a virus scanner. Ours is the allow-list of kinds; an installation may register a real one."""

from __future__ import annotations

from typing import BinaryIO, Protocol

from minben.foundation.adapters import Registry

BUILT_IN = "built-in"


class Scanner(Protocol):
    def is_clean(self, file: BinaryIO) -> bool:
        """Read ``file`` from its start. Raises when it cannot tell: nothing is stored then."""


class BuiltIn:
    """Everything that passed the allow-list."""

    def is_clean(self, file: BinaryIO) -> bool:
        return True


scanners: Registry[Scanner] = Registry("file scanner")
scanners.add(BUILT_IN, BuiltIn())


def is_clean(file: BinaryIO) -> bool:
    """Whether every registered scanner passes ``file``. Leaves the file at its start."""
    for _name, scanner in scanners:
        file.seek(0)
        if not scanner.is_clean(file):
            file.seek(0)
            return False
    file.seek(0)
    return True
