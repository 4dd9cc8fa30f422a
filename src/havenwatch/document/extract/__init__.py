"""Bytes of one item to its text, with what they say of themselves: one module a format."""

from havenwatch.document.extract.extract import extract
from havenwatch.document.extract.extracted import Extracted

__all__ = ["Extracted", "extract"]
