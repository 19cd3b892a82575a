"""What readers tell: searches counted, opinions kept, synonyms made of what was not found."""

from .opinions import give_opinion, settle
from .searches import clicked, searched
from .synonyms import add_synonym, end_synonym

__all__ = ["add_synonym", "clicked", "end_synonym", "give_opinion", "searched", "settle"]
