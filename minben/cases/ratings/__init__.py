"""Ratings of cases and visits (好差評), and the repair of bad ones."""
