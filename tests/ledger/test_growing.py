"""A dossier that follows its changes equals one derived as a whole, with lists, register and copies."""

from __future__ import annotations

import dataclasses
import json
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import told_plainly
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from havenwatch.errors import UsageError
from havenwatch.ledger import Ledger, Stages, dossier
from havenwatch.ledger.change import following
from havenwatch.ledger.change.following import keep_notes
from havenwatch.ledger.stages import default_stages
from havenwatch.ledger.storage import schema
from havenwatch.records import DIFFERENT, SAME, Judgement, Review

SETS = Path(__file__).resolve().parents[2].parent / "shared" / "data"
# Shrinking replays whole ledgers for minutes; the seed is enough to look at a failure.
WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
TABLES = (schema.heading, schema.queue, schema.register, schema.copy, schema.relation)


@pytest.fixture(autouse=True)
def always_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "_SHARE", 1.0)


def tables(connection: sa.Connection) -> dict[str, Any]:
    """Dossier, lists, register and copies; numbers that only tell rows apart are left out."""
    found: dict[str, Any] = dataclasses.asdict(dossier.read(connection))
    for table in TABLES:
        kept = [c for c in table.c if not (table.name == "copy" and c.name == "number")]
        found[table.name] = sorted(map(repr, connection.execute(sa.select(*kept))))
    register = connection.execute(sa.select(schema.register))
    found["register"] = sorted(f"{row.name} {row.key} {unordered(json.loads(row.body))}" for row in register)
    found["relation"] = [r for r in found["relation"] if not r.startswith("('judgements'")]
    judged = schema.relation.c.noun == "judgements"
    found["judged"] = sorted(
        map(repr, connection.execute(sa.select(schema.relation.c.id, schema.relation.c.other_id).where(judged)))
    )
    return found


def unordered(value: Any) -> str:
    """A value of the register in words that do not depend on the order in which it came to be."""
    if isinstance(value, dict):
        return str({k: unordered(v) for k, v in sorted(value.items())})
    return str(sorted(map(unordered, value))) if isinstance(value, list) else repr(value)


def check(ledger: Ledger, stages: Stages) -> None:
    """Compare what was followed with what is derived as a whole."""
    with ledger._database.write() as connection:
        assert dossier.is_current(connection, stages.version)
        grown = tables(connection)
        made, notes = dossier.derive_whole(connection, stages)
        dossier.store(connection, made, stages.version)
        assert notes is not None
        keep_notes(connection, notes, stages.version)
        whole = tables(connection)
    for name, value in whole.items():
        if grown[name] != value:
            more = [x for x in grown[name] if x not in value]
            less = [x for x in value if x not in grown[name]]
            pytest.fail(f"{name} differ: followed {more[:3]}, whole {less[:3]}")


def cut(draw: random.Random, every: Sequence[Any]) -> list[list[Any]]:
    """The documents in any order and in any batches."""
    order, batches = draw.sample(list(every), len(every)), []
    while order:
        size = draw.choice((1, 1, 2, 3, 5))
        batches.append(order[:size])
        order = order[size:]
    return batches


def decide(draw: random.Random, ledger: Ledger, number: int) -> None:
    """A person rejects, corrects or judges something."""
    with ledger._database.read() as connection:
        found = connection.execute(sa.select(schema.statement.c.id).order_by(schema.statement.c.id)).scalars().all()
        persons = [p for p in dossier.read(connection).persons if not p.anonymous]
    made = f"2026-05-01T00:00:{number:02d}Z"
    if found and draw.random() < 0.5:
        corrections = ((("type", "extradited"),), (("host", "KG"),), (("earliest", None), ("latest", None)))
        verdict, changes = draw.choice((("rejected", ()), *(("corrected", c) for c in corrections), ("unreviewed", ())))
        ledger.decide(Review(draw.choice(found), verdict, changes, "", "A", made))
    elif len(persons) > 1:
        left, right = sorted(draw.choice(p.mentions) for p in draw.sample(persons, 2))
        try:
            ledger.judge(Judgement(left, right, draw.choice((SAME, DIFFERENT)), 1.0, (), "A", made))
        except UsageError:
            return  # it contradicts what was decided before


@settings(deadline=None, max_examples=15, phases=WITHOUT_SHRINKING, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9))
def test_generated_ledgers_grow_as_if_derived_anew(seed: int) -> None:
    draw, stages = random.Random(seed), told_plainly.stages()  # noqa: S311
    batches = cut(draw, told_plainly.documents(draw, 14))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with Ledger.open(folder / "l.db", create=True, stages=stages) as ledger:
            for number, batch in enumerate(batches):
                (folder / f"{number}.jsonl").write_text(told_plainly.jsonl(batch), encoding="utf-8")
                ledger.add([folder / f"{number}.jsonl"])
                if draw.random() < 0.5:
                    decide(draw, ledger, number)
                    ledger.refresh()
                if draw.random() < 0.3 or number == len(batches) - 1:
                    check(ledger, stages)


@pytest.fixture(scope="module")
def reread() -> Stages:
    """The stages of the program, each text read once."""
    plain, known = default_stages(), dict[Any, Any]()

    def read(document: Any) -> Any:
        if document.id not in known:
            known[document.id] = plain.read(document)
        return known[document.id]

    return dataclasses.replace(plain, read=read)


@pytest.mark.parametrize("seed", range(3))
def test_the_real_set_grows_as_if_derived_anew(tmp_path: Path, reread: Stages, seed: int) -> None:
    source = SETS / "coverage" / "documents.jsonl"
    if not source.exists():
        pytest.skip(f"{source} is not here")
    draw = random.Random(seed)  # noqa: S311
    lines = [row for row in source.read_text(encoding="utf-8").splitlines() if row.strip()]
    with Ledger.open(tmp_path / "l.db", create=True, stages=reread) as ledger:
        for number, batch in enumerate(cut(draw, lines)):
            path = tmp_path / f"{number}.jsonl"
            path.write_text("\n".join(batch) + "\n", encoding="utf-8")
            ledger.add([path])
            if draw.random() < 0.3:
                decide(draw, ledger, number)
                ledger.refresh()
        ledger.refresh()
        check(ledger, reread)


def test_a_changed_program_derives_everything_anew(tmp_path: Path) -> None:
    draw, stages = random.Random(1), told_plainly.stages()  # noqa: S311
    rows = told_plainly.documents(draw, 6)
    (tmp_path / "a.jsonl").write_text(told_plainly.jsonl(rows[:5]), encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(told_plainly.jsonl(rows[5:]), encoding="utf-8")
    with Ledger.open(tmp_path / "l.db", create=True, stages=stages) as ledger:
        ledger.add([tmp_path / "a.jsonl"])
    calls = []

    def whole(*told: Any) -> Any:
        calls.append(len(told[0]))
        return stages.whole(*told)  # type: ignore[misc]

    newer = dataclasses.replace(stages, version="newer", whole=whole)
    with Ledger.open(tmp_path / "l.db", stages=newer) as ledger:
        ledger.add([tmp_path / "b.jsonl"])
        ledger.snapshot()
        check(ledger, newer)
    assert calls[0] == 6
