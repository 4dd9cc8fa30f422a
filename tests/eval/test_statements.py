"""What can be scored, and why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval import statements
from eval.corpora import OWN
from eval.statements import unmeasured


def shared(root: Path, *, data: bool, scorer: bool) -> Path:
    (root / "acceptance").mkdir()
    if data:
        (root / "data").mkdir()
    if scorer:
        (root / "acceptance" / "score.py").touch()
    return root


@pytest.mark.parametrize(
    ("name", "data", "scorer", "word"),
    [
        (OWN, False, True, None),
        (OWN, False, False, "scorer"),
        ("wikinews", False, True, "annotated data"),
        ("wikinews", True, False, "scorer"),
        ("wikinews", True, True, None),
    ],
)
def test_the_reason_names_what_is_absent(
    tmp_path: Path, *, name: str, data: bool, scorer: bool, word: str | None
) -> None:
    reason = unmeasured(name, shared(tmp_path, data=data, scorer=scorer))
    assert (reason is None) == (word is None)
    assert word is None or word in (reason or "")


def test_the_command_says_that_nothing_was_checked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(statements, "unmeasured", lambda _: "no scorer")
    monkeypatch.setattr("sys.argv", ["statements", OWN])
    assert statements.main() == 0
    assert capsys.readouterr().out == f"{OWN} not checked: no scorer\n"
