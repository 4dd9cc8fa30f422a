"""From bytes to the final text of a document, with its date, language and title."""

from havenwatch.document.duplicate import Print, originals, words_digest
from havenwatch.document.make import document_id, make_documents
from havenwatch.document.near import Signature, band_hashes, resembles, signature_of
from havenwatch.document.origin import named_origins

__all__ = [
    "Print", "Signature", "band_hashes", "document_id", "make_documents", "named_origins", "originals", "resembles",
    "signature_of", "words_digest",
]  # fmt: skip
