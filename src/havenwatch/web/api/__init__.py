"""The API: read-only JSON in the shapes of the interchange form."""

from __future__ import annotations

from havenwatch.web.api import openapi, read

# Address -> what answers.
API: tuple[tuple[str, openapi.Handler], ...] = (
    ("/api/openapi.json", openapi.describe),
    ("/api/status", read.status),
    ("/api/countries", read.countries),
    ("/api/cases", read.cases),
    ("/api/cases/{id}", read.case),
    ("/api/persons", read.persons),
    ("/api/persons/{id}", read.person),
    ("/api/documents", read.documents),
    ("/api/documents/{id}", read.document),
    ("/api/statements/{id}", read.statement),
    ("/api/conflicts", read.conflicts),
    ("/api/search", read.search),
)

__all__ = ["API"]
