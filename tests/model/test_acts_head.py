"""The head of acts: its arithmetic, the acts that words amount to, and the pack that ships."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from havenwatch.errors import ModelError
from havenwatch.model.acts import ActHead, ActScores, Calibration, load_acts
from havenwatch.model.acts.features import CLIP, covering
from havenwatch.model.analysis import load_analyser
from havenwatch.ontology import load_ontology
from havenwatch.records import STATUSES

PACK = Path(__file__).resolve().parents[2] / "src" / "havenwatch" / "model" / "weights" / "acts"
PLAIN = Calibration(1.0, 0.0, 1.0)
TYPES, TOLD = ("detained", "released"), ("reported", "denied")


def scores(*detained: float, sentences: tuple[int, ...] | None = None) -> ActScores:
    """One word every ten characters, five long; the second half of the words is told as denied."""
    count = len(detained)
    types = np.array([[p, 0.0] for p in detained], np.float32).reshape(count, 2)
    statuses = np.array([[n < count / 2, n >= count / 2] for n in range(count)], np.float32).reshape(count, 2)
    words = tuple((10 * n, 10 * n + 5) for n in range(count))
    return ActScores(words, sentences or (1,) * count, types, statuses, TYPES, TOLD, PLAIN)


def test_words_of_one_act_are_one_proposal_and_its_core_is_what_it_spans() -> None:
    (act,) = scores(0.0, 0.1, 0.8, 0.5, 0.0).proposals()
    assert (act.type, act.start, act.end, act.peak) == ("detained", 20, 35, 20)
    assert act.probability == pytest.approx(1 - 0.9 * 0.2 * 0.5)


@pytest.mark.parametrize(
    ("detained", "sentences", "starts"),
    [
        ((), None, []),
        ((0.04, 0.01), None, []),
        ((0.9, 0.0, 0.9), None, [0]),
        ((0.9, 0.0, 0.9), (1, 1, 2), [0, 20]),
        ((0.9, *(0.0,) * 7, 0.9), None, [0, 80]),
    ],
    ids=["no words", "all unlikely", "one act", "two sentences", "far apart"],
)
def test_sentences_and_distance_part_acts(
    detained: tuple[float, ...], sentences: tuple[int, ...] | None, starts: list[int]
) -> None:
    assert [a.peak for a in scores(*detained, sentences=sentences).proposals()] == starts


def test_the_status_is_that_of_the_words_that_tell_the_act() -> None:
    early, late = scores(0.9, 0.0, 0.0, 0.0).proposals()[0], scores(0.0, 0.0, 0.0, 0.9).proposals()[0]
    assert (early.status, late.status) == ("reported", "denied")


def test_support_asks_about_given_words_and_knows_nothing_of_a_type_never_learnt() -> None:
    found = scores(0.0, 0.9, 0.0, 0.0)
    assert found.support("detained", 10, 15) == pytest.approx(0.9)
    assert found.support("detained", 30, 35) < 0.01
    assert found.support("detained", 6, 9) == 0.0  # between two words
    assert found.support("abducted", 10, 15) == 0.0
    assert found.told("detained", 6, 9) == {}
    assert sum(found.told("abducted", 0, 40).values()) == pytest.approx(1.0)


@given(st.floats(0.0, 1.0), st.floats(0.1, 3.0), st.floats(-3.0, 3.0))
def test_a_calibrated_probability_is_one_and_keeps_the_order(raw: float, slope: float, offset: float) -> None:
    calibration = Calibration(slope, offset, 1.0)
    assert 0.0 < calibration.probability(raw) < 1.0
    assert calibration.probability(raw) <= calibration.probability(min(raw + 0.1, 1.0))


def test_a_word_has_the_best_score_of_the_spans_that_hold_it() -> None:
    spans = np.full((1, 3, 3), -3.0, np.float32)
    spans[0, 0, 1] = 4.0  # the first two words
    spans[0, 2, 0] = 7.0  # ends before it begins: no span
    assert (covering(spans) * CLIP).tolist() == [[4.0, 4.0, -3.0]]


def test_the_shipped_pack_is_small_and_names_what_the_ontology_knows() -> None:
    head = load_acts()
    assert sum(p.stat().st_size for p in PACK.iterdir()) <= 1_000_000
    assert set(head.types) <= set(load_ontology().events)
    assert head.statuses == STATUSES


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("ru", "Во вторник суд приговорил активиста к трём годам колонии.", "convicted"),
        ("ru", "Полиция задержала журналиста в аэропорту.", "detained"),
        ("en", "Police arrested the journalist at the airport on Tuesday.", "detained"),
    ],
)
def test_a_plain_act_is_seen(language: str, text: str, kind: str) -> None:
    evidence = load_analyser().analyse(text, language).acts
    assert evidence is not None
    best = max(evidence.proposals(), key=lambda a: a.probability)
    assert (best.type, best.status) == (kind, "reported")
    assert best.probability > 0.3
    assert 0 <= best.start <= best.peak < best.end <= len(text)


@pytest.mark.parametrize("text", ["", "   ", "…", "В парке расцвели тюльпаны и розы, вход свободный."])
def test_where_no_act_is_told_none_is_sure(text: str) -> None:
    evidence = load_analyser().analyse(text).acts
    assert evidence is not None
    assert [a for a in evidence.proposals() if a.probability > 0.3] == []


@pytest.mark.parametrize("fault", ["heads", "manifest", "types"])
def test_a_damaged_pack_is_refused(tmp_path: Path, fault: str) -> None:
    folder = tmp_path / "acts"
    shutil.copytree(PACK, folder)
    about = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    if fault == "heads":
        (folder / "heads.onnx").write_bytes(b"")
    else:
        about.pop("types" if fault == "types" else "files")
        (folder / "manifest.json").write_text(json.dumps(about), encoding="utf-8")
    with pytest.raises(ModelError, match="reinstall havenwatch"):
        ActHead(folder)


def test_a_calibration_is_read_from_the_manifest() -> None:
    about = json.loads((PACK / "manifest.json").read_text(encoding="utf-8"))
    assert dataclasses.asdict(load_acts().calibration) == about["calibration"]
