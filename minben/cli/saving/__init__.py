"""Backup and restore of a whole installation: database, files and the heads of the seals; never its keys."""
