"""Signing in and out, and the codes that prove a contact point."""
