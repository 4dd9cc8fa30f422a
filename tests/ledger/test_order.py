"""The ledger does not depend on the order of adding nor on how many items are added at a time."""

from __future__ import annotations

import dataclasses
import itertools
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_fakes import STAGES, TEXTS, bare

from havenwatch.ledger import Ledger, Stages
from havenwatch.ledger.stages import default_stages
from havenwatch.records import Snapshot

COPIES = {
    "copy-1.txt": "Суд отпустил SIDOROV домой.",
    "copy-2.txt": "Суд отпустил SIDOROV домой.",
    "copy-3.txt": "Суд, отпустил SIDOROV: домой.",
}
REAL = {
    "1.txt": "date 2026-03-05 Генпрокуратура Казахстана 30 января одобрила выдачу Мансура Мовлаева в Россию.",
    "2.txt": "date 2026-03-07 Суд в Астане отказал в убежище Юлии Емельяновой. Её адвокат подал апелляцию.",
    "3.txt": "date 2026-03-09 Мовлаева задержали в Алматы, сообщил адвокат.",
}


@st.composite
def batches(draw: st.DrawFn, names: tuple[str, ...]) -> list[list[str]]:
    order = draw(st.permutations(names))
    cuts = sorted(draw(st.sets(st.integers(1, len(order) - 1))))
    return [list(order[a:b]) for a, b in itertools.pairwise([0, *cuts, len(order)])]


def snapshot_of(folder: Path, runs: list[list[str]], stages: Stages) -> Snapshot:
    with (
        tempfile.TemporaryDirectory() as place,
        Ledger.open(Path(place) / "l.db", create=True, stages=stages) as ledger,
    ):
        for names in runs:
            ledger.add([folder / name for name in names])
        return bare(ledger.snapshot())


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("texts")
    for name, text in (TEXTS | COPIES | REAL).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(runs=batches((*TEXTS, *COPIES)))
def test_any_order_and_batching_gives_the_same_ledger(texts: Path, runs: list[list[str]]) -> None:
    assert snapshot_of(texts, runs, STAGES) == snapshot_of(texts, [[*TEXTS, *COPIES]], STAGES)


@pytest.fixture(scope="module")
def real_stages(texts: Path) -> Stages:
    """The stages of the program, each text read once."""
    stages = default_stages()
    try:
        stages.derive((), (), (), ())
        snapshot_of(texts, [["1.txt"]], stages)
    except ImportError as error:
        pytest.skip(f"the stages are not all there: {error}")
    known = {}

    def read(document):
        if document not in known:
            known[document] = stages.read(dataclasses.replace(document, retrieved=""))
        return known[document]

    return dataclasses.replace(stages, read=read)


@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(runs=batches(tuple(REAL)))
def test_the_real_stages_do_not_depend_on_order_either(texts: Path, real_stages: Stages, runs: list[list[str]]) -> None:
    expected = snapshot_of(texts, [list(REAL)], real_stages)
    assert len(expected.documents) == 3
    assert snapshot_of(texts, runs, real_stages) == expected
