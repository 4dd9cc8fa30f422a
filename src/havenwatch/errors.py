"""Errors of the program, split by who must act.

HavenwatchError
├── UsageError        the caller: a wrong path, option or country (exit 2)
├── LedgerError       the keeper of the ledger: a foreign, newer or damaged file (exit 2)
├── OntologyError     whoever edits the ontology: a file that breaks its rules
├── ModelError        whoever installs the program: weights that are missing or do not match
└── WorkerError       whoever runs the machines: a worker that ended, or that is of another version

Errors of the data are no exceptions: they are `Problem` records beside the result.
"""

from __future__ import annotations

import re

# The part of an address between its user and its host.
_PASSWORD = re.compile(r"(?<=://)([^:/@\s]*):[^/\s]*@")
_PARAMETER = re.compile(r"([?&]password=)[^&\s]*", re.IGNORECASE)

__all__ = [
    "HavenwatchError", "LedgerError", "ModelError", "OntologyError", "UsageError", "without_password",
]  # fmt: skip


class HavenwatchError(Exception):
    """Root of all errors that havenwatch raises on purpose."""


class UsageError(HavenwatchError):
    """The call cannot be carried out as given; the message names the argument and the remedy."""


class LedgerError(HavenwatchError):
    """The ledger file is not one of ours, comes from a newer version, is locked or fails a check."""


class OntologyError(HavenwatchError):
    """A file of the ontology breaks its rules; the message names file, key and what is expected."""


class ModelError(HavenwatchError):
    """Weights are missing, damaged or of another protocol; the message names the file."""


class WorkerError(HavenwatchError):
    """A worker process ended while it read, cannot start, or has another version of the reader than its caller."""


def without_password(address: str) -> str:
    """An address as messages may show it."""
    return _PARAMETER.sub(r"\1***", _PASSWORD.sub(r"\1:***@", address))
