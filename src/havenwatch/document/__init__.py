"""From bytes to the final text of a document, with its date, language and title."""

from havenwatch.document.duplicate import Print, originals, words_digest
from havenwatch.document.make import document_id, make_documents
from havenwatch.document.near import Signature, signature_of

__all__ = ["Print", "Signature", "document_id", "make_documents", "originals", "signature_of", "words_digest"]
