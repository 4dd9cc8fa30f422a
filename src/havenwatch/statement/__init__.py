"""Statements: what one document says, as verbatim spans with type, roles, date, status and speaker."""

from havenwatch.statement.read import LANGUAGES, read_document, read_with, set_aside

__all__ = ["LANGUAGES", "read_document", "read_with", "set_aside"]
