import dataclasses
import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from havenwatch.person import block
from havenwatch.person.block import keys_of, surname_keys
from havenwatch.person.chain import chains
from havenwatch.person.register import Memory, Register
from havenwatch.records import DIFFERENT, SAME, Judgement
from tests.case.dossier_cases import KAZAKHSTAN, document, mention, reading, statement

NAMES = [
    "Мансур Мавлаев", "Mansur Movlayev", "Мавлаев", "Movlaev", "Юлия Емельянова", "Емельянова", "Игорь Санджиев",
    "Igor Sanjiev", "Иван Царнаев", "Павел Царнаев", "Царнаев", "И. Царнаев", "Сергей Иванов", "Иванов", None, None,
]  # fmt: skip
ROLES = [(), KAZAKHSTAN, (("host", "TR"), ("requesting", "TJ")), (*KAZAKHSTAN, ("accusation", "вымогательство"))]
ACTS = [
    ("detained", None),
    ("detained", "2026-01-05"),
    ("extradited", "2026-02-02"),
    ("extradited", "2026-01-01/2026-01-31"),
]
MORE = [settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])]

told = st.tuples(
    st.integers(0, len(NAMES) - 1), st.integers(0, len(ROLES) - 1), st.integers(0, len(ACTS) - 1), st.integers(0, 9)
)


def made(rows, *, copies=False):
    """Chains of the rows, of which the last number is the document."""
    readings, documents = [], []
    for doc, group in itertools.groupby(sorted(rows, key=lambda r: r[3]), key=lambda r: r[3]):
        people, acts = [], []
        for n, (name, role, act, _) in enumerate(group):
            who = mention(f"d{doc}", NAMES[name], 50 * n)
            people.append(who)
            kind, when = ACTS[act]
            acts.append(statement(f"d{doc}", 50 * n + 9, kind, [who], roles=ROLES[role], when=when))
        readings.append(reading(f"d{doc}", people, acts))
        documents.append(document(f"d{doc}", duplicate_of="d0" if copies and doc == 1 else None))
    return chains(readings, documents)


def settled(register, state=None):
    """Persons and judgements after one more change: what a caller who adds up all changes holds."""
    persons, judgements = state or ({}, {})
    change = register.settle()
    persons = {i: p for i, p in persons.items() if i not in change.gone} | {p.id: p for p in change.persons}
    judgements = {**judgements, **change.judgements}
    return persons, {pair: j for pair, j in judgements.items() if j is not None}


def fresh(every, decided):
    register = Register(decided=decided)
    register.add(every)
    return settled(register)


def decisions(every, raw):
    found = {}
    for a, b, verdict in raw:
        if every and every[a % len(every)].id != every[b % len(every)].id:
            left, right = sorted((every[a % len(every)].id, every[b % len(every)].id))
            found[left, right] = Judgement(left, right, verdict, 1.0, (), "ann", "2026-03-06")
    return found


@pytest.fixture(params=[(1, 3, 1), (2, 100, 2), (12, 200, 4)])
def few(request, monkeypatch):
    for name, value in zip(("HEAD", "CROWD", "GIVEN_NAMES"), request.param, strict=True):
        monkeypatch.setattr(block, name, value)


@MORE[0]
@given(
    rows=st.lists(told, min_size=1, max_size=14),
    cuts=st.lists(st.integers(0, 13), max_size=4),
    raw=st.lists(st.tuples(st.integers(0, 13), st.integers(0, 13), st.sampled_from([SAME, DIFFERENT])), max_size=3),
    copies=st.booleans(),
    random=st.randoms(use_true_random=False),
)
def test_any_order_and_any_batches_give_the_same_persons(few, rows, cuts, raw, copies, random):
    every = list(made(rows, copies=copies))
    decided = decisions(every, raw)
    expected = fresh(every, decided)
    random.shuffle(every)
    bounds = sorted({0, len(every), *(c for c in cuts if c < len(every))})
    register, state = Register(decided=decided), None
    for first, last in itertools.pairwise(bounds):
        register.add(every[first:last])
        state = settled(register, state)
    assert state == expected


@MORE[0]
@given(
    rows=st.lists(told, min_size=2, max_size=14),
    out=st.lists(st.integers(0, 13), min_size=1, max_size=6, unique=True),
    raw=st.lists(st.tuples(st.integers(0, 13), st.integers(0, 13), st.sampled_from([SAME, DIFFERENT])), max_size=3),
)
def test_what_went_out_leaves_no_trace(few, rows, out, raw):
    every = made(rows)
    gone = {every[n].id for n in out if n < len(every)}
    decided = decisions(every, raw)
    maps = Memory()
    register = Register(maps, decided)
    register.add(every)
    state = settled(register)
    register.remove(gone)
    state = settled(register, state)
    left = [c for c in every if c.id not in gone]
    assert state == fresh(left, decided)
    register.remove([c.id for c in left])
    assert settled(register, state) == ({}, {})
    assert {name: kept for name, kept in maps._maps.items() if kept} == {}


def test_only_what_stands_near_is_touched():
    far = made([(4, 1, 0, 5), (6, 1, 0, 6)])
    register = Register()
    register.add(far)
    register.settle()
    register.add(made([(0, 1, 0, 1)]))
    change = register.settle()
    assert (len(change.persons), change.gone, change.judgements) == (1, frozenset(), {})


def test_a_chain_that_changes_is_put_in_again():
    (chain,) = made([(0, 1, 0, 1)])
    register = Register()
    register.add([chain])
    before = settled(register)
    register.remove([chain.id])
    register.add([dataclasses.replace(chain, charges=frozenset({"theft"}))])
    assert settled(register, before) == before


def test_spellings_share_a_key():
    first, second = made([(6, 0, 0, 0), (7, 0, 0, 1)])
    assert surname_keys(first) & surname_keys(second)
    assert keys_of(first).seeker & keys_of(second).seeker


def test_chains_that_tell_the_same_are_compared_with_their_neighbour_only():
    register = Register()
    register.add(made([(0, 1, 0, n) for n in range(10)]))
    change = register.settle()
    assert (len(change.persons), len(change.judgements)) == (1, 9)
