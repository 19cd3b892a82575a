"""Taking in requests: what one must hold, its number, and all the rows of the new case."""

from .submission import BODY_MOST, PLACE_MOST, TITLE_MOST, Submission, Submitted, check, clean

__all__ = ["BODY_MOST", "PLACE_MOST", "TITLE_MOST", "Submission", "Submitted", "check", "clean"]
