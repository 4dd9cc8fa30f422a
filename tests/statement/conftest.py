from __future__ import annotations

import os

# Before numpy is loaded: on a busy machine the threads of the matrix library wait for each other, twenty times over.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest

from havenwatch.model.analysis import load_analyser
from tests.statement.told import Read, read_text


@pytest.fixture(scope="session")
def read() -> Read:
    """Reads a text; the models are loaded here, once."""
    load_analyser()
    return read_text
