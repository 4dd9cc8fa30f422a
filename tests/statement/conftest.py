from __future__ import annotations

import pytest

from havenwatch.model.russian import load_russian
from tests.statement.told import Read, read_text


@pytest.fixture(scope="session")
def read() -> Read:
    """Reads a text; the models are loaded here, once."""
    load_russian()
    return read_text
