"""The program as people call it: a process of its own, real models, the example corpus."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "examples" / "kazakhstan" / "documents.jsonl"

Call = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Working directory with four documents of the corpus in it, all in Russian."""
    path = tmp_path_factory.mktemp("chain")
    rows = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    chosen = [row for row in rows if row["language"] == "ru"][:4]
    lines = [json.dumps(row, ensure_ascii=False) for row in chosen]
    (path / "four.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def call(folder: Path) -> Call:
    environment = {k: v for k, v in os.environ.items() if k != "HAVENWATCH_LEDGER"}

    def run(*words: str, **extra: str) -> subprocess.CompletedProcess[str]:
        program = [sys.executable, "-W", "error", "-c", "from havenwatch.cli import main; main()", *words]
        return subprocess.run(
            program, cwd=folder, env=environment | extra, input="", capture_output=True, text=True, check=False
        )

    return run


@pytest.fixture(scope="module")
def added(call: Call) -> subprocess.CompletedProcess[str]:
    return call("add", "four.jsonl")


def test_add(added: subprocess.CompletedProcess[str]) -> None:
    assert (added.returncode, added.stdout) == (0, "")
    assert "4 new" in added.stderr


@pytest.mark.usefixtures("added")
def test_export_is_faithful_and_nothing_else_is_on_standard_output(call: Call) -> None:
    done = call("export", "json")
    assert (done.returncode, done.stderr) == (0, "")
    whole = json.loads(done.stdout)
    texts = {d["id"]: d["text"] for d in whole["documents"]}
    assert len(texts) == 4
    assert whole["statements"]
    assert all(texts[s["document"]][s["start"] : s["end"]] == s["quote"] for s in whole["statements"])
    assert {d["external_id"] for d in whole["documents"]} == {"001", "002", "008", "013"}


@pytest.mark.usefixtures("added")
@pytest.mark.parametrize(
    "words",
    [
        ["status"],
        ["verify"],
        ["case"],
        ["search", "экстрадиция"],
        ["indicator", "Казахстан"],
        ["indicator", "KZ", "--json"],
        ["report", "Kazakhstan"],
        ["report", "Kazakhstan", "--language", "ru"],
    ],
)
def test_every_question_gets_an_answer(words: list[str], call: Call) -> None:
    done = call(*words)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout) > 100


@pytest.mark.usefixtures("added")
@pytest.mark.parametrize(
    "words", [["report", "Atlantis"], ["indicator", "KZ", "--rule", "R9"], ["case", "Абракадабров"]]
)
def test_a_question_without_sense_is_one_line(words: list[str], call: Call) -> None:
    done = call(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("havenwatch: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.usefixtures("added")
def test_a_rebuild_gives_the_same(call: Call) -> None:
    before = json.loads(call("export", "json").stdout)
    assert call("rebuild", "--quiet").returncode == 0
    after = json.loads(call("export", "json").stdout)
    assert before | {"made": ""} == after | {"made": ""}


@pytest.mark.usefixtures("added")
def test_output_is_utf8_whatever_the_locale(call: Call) -> None:
    done = call("case", LC_ALL="C", PYTHONIOENCODING="", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.usefixtures("added")
def test_a_closed_pipe_is_no_traceback(folder: Path) -> None:
    program = f"{sys.executable} -c 'from havenwatch.cli import main; main()' report Kazakhstan | head -c 10"
    done = subprocess.run(["bash", "-c", program], cwd=folder, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
