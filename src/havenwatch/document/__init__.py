"""From bytes to the final text of a document, with its date, language and title."""

from havenwatch.document.duplicate import originals, words_digest
from havenwatch.document.make import document_id, make_documents

__all__ = ["document_id", "make_documents", "originals", "words_digest"]
