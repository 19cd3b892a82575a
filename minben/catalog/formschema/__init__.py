"""A form as a JSON Schema 2020-12 document, and back.

``written`` gives the document of some questions, ``read`` the questions of a document, ``judging`` what the schema says of
answers. What a schema cannot say (texts in three languages, headings, what fills an answer) stands in ``x-minben-…``
keywords, which other programs pass over.
"""

from .judging import document, faults, fits
from .reading import read, read_text
from .writing import schema_of, written

__all__ = ["document", "faults", "fits", "read", "read_text", "schema_of", "written"]
