"""Pictures of the door."""

from __future__ import annotations

import segno


def qr_image(address: str) -> str:
    """The address as a QR code, drawn as a ``data:`` picture (the content policy allows those)."""
    return str(
        segno.make(address, error="m").svg_data_uri(scale=4, border=2, dark="#1b1b1a", light="#ffffff")
    )
