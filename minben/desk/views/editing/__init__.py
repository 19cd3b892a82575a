"""The editors' pages."""
