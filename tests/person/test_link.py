import pytest
from hypothesis import given
from hypothesis import strategies as st

from havenwatch.person import link
from havenwatch.person.charge import charge_classes
from havenwatch.person.register.join import join
from havenwatch.records import DIFFERENT, SAME, UNSURE, Judgement
from tests.case.dossier_cases import KAZAKHSTAN, document, mention, reading, statement


def linked(*told, judgements=()):
    """Persons by name of the first mention, from (name, roles) pairs, one document each."""
    documents = [document(f"d{n}") for n in range(len(told))]
    mentions = [mention(f"d{n}", name) for n, (name, _) in enumerate(told)]
    readings = [
        reading(m.document, [m], [statement(m.document, 10, "detained", [m], roles=roles)])
        for m, (_, roles) in zip(mentions, told, strict=True)
    ]
    made = [
        Judgement(*sorted((mentions[a].id, mentions[b].id)), v, 1.0, ("seen",), "ann", "2026-03-06")
        for a, b, v in judgements
    ]
    persons, judged = link(readings, documents, made)
    groups = {frozenset(n for n, m in enumerate(mentions) if m.id in p.mentions) for p in persons}
    return groups, judged  # fmt: skip


def groups_of(*sets):
    return {frozenset(s) for s in sets}


CASES = [
    ([("Мансур Мавлаев", KAZAKHSTAN), ("Mansur Movlayev", KAZAKHSTAN)], [{0, 1}]),
    ([("Мансур Мавлаев", ()), ("Mansur Movlayev", ())], [{0, 1}]),
    ([("Качкуркин", KAZAKHSTAN), ("Александр Качкуркин", KAZAKHSTAN)], [{0, 1}]),
    ([("Качкуркин", ()), ("Александр Качкуркин", KAZAKHSTAN)], [{0}, {1}]),
    ([("Иванов", KAZAKHSTAN), ("Сергей Иванов", KAZAKHSTAN)], [{0}, {1}]),
    ([("Александр", KAZAKHSTAN), ("Александр Качкуркин", KAZAKHSTAN)], [{0}, {1}]),
    ([("Сергей Иванов", KAZAKHSTAN), ("Сергей Иванов", (("host", "TR"), ("requesting", "TJ")))], [{0}, {1}]),
    ([("Александр Иванов", KAZAKHSTAN), ("Александра Иванова", KAZAKHSTAN)], [{0}, {1}]),
    ([("Мавлаев", KAZAKHSTAN), ("Мансур Мовлаев", KAZAKHSTAN)], [{0}, {1}]),
    ([(None, KAZAKHSTAN), (None, KAZAKHSTAN)], [{0}, {1}]),
]  # fmt: skip


@pytest.mark.parametrize(("told", "expected"), CASES)
def test_links(told, expected):
    assert linked(*told)[0] == groups_of(*expected)


def test_a_lone_surname_without_support_is_unsure_with_a_reason():
    (judgement,) = linked(("Качкуркин", ()), ("Александр Качкуркин", KAZAKHSTAN))[1]
    assert judgement.verdict == UNSURE
    assert "only the surname agrees" in judgement.reasons


def test_a_person_goes_before_the_rules():
    told = [("Мансур Мавлаев", KAZAKHSTAN), ("Mansur Movlayev", KAZAKHSTAN), ("Пётр Сидорчук", KAZAKHSTAN)]
    groups, judged = linked(*told, judgements=[(0, 1, DIFFERENT), (1, 2, SAME)])
    assert groups == groups_of({0}, {1, 2})
    assert {j.by for j in judged} == {"ann"}


def test_brothers_are_not_joined_through_their_surname():
    told = [("Иван Царнаев", KAZAKHSTAN), ("Павел Царнаев", KAZAKHSTAN), ("Царнаев", KAZAKHSTAN)]
    groups, judged = linked(*told)
    assert groups == groups_of({0}, {1}, {2})
    assert sorted(j.verdict for j in judged) == [DIFFERENT, UNSURE, UNSURE]


def test_the_better_supported_brother_takes_the_surname():
    charge = (*KAZAKHSTAN, ("accusation", "вымогательство"))
    groups, judged = linked(("Иван Царнаев", charge), ("Павел Царнаев", KAZAKHSTAN), ("Царнаев", charge))
    assert groups == groups_of({0, 2}, {1})
    assert [j.verdict for j in judged if any("would join" in r for r in j.reasons)] == [UNSURE]


SURNAMES = [("Мовлаева", "Мовлаева", 1), ("Мовлаева", "Мовлаевой", 2), ("Мовлаев", "Мовлаев", 1)]


@pytest.mark.parametrize(("name", "form", "persons"), SURNAMES)
def test_a_lone_surname_in_the_document_of_the_full_name(name, form, persons):
    gender = "Masc" if name == "Мовлаев" else "Fem"
    full = mention("d0", "Мансур Мовлаев", gender="Masc")
    lone = mention("d0", name, 50, text=form, gender=gender)
    found, _ = link([reading("d0", [full, lone], [])], [document("d0")], [])
    assert len(found) == persons


def test_a_copied_document_repeats_its_anonymous_persons():
    first, second = document("d0"), document("d1", duplicate_of="d0")
    readings = []
    for doc in (first, second):
        who = mention(doc.id, None, count=2)
        readings.append(reading(doc.id, [who], [statement(doc.id, 10, "asylum_refused", [who])]))
    persons, _ = link(readings, [first, second], [])
    assert [(p.anonymous, p.count, len(p.mentions)) for p in persons] == [(True, 2, 2)]


def test_every_form_of_the_name_is_kept():
    m = mention("d0", "Мансур Мавлаев", text="Мансура Мавлаева")
    persons, _ = link([reading("d0", [m], [])], [document("d0")], [])
    assert persons[0].names == ("Мансур Мавлаев", "Мансура Мавлаева")


judgement_lists = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.sampled_from([SAME, DIFFERENT, UNSURE]), st.integers(1, 9)),
    max_size=15,
)  # fmt: skip


@given(judgement_lists, st.randoms())
def test_joining_is_transitive_keeps_the_different_apart_and_ignores_order(raw, random):
    pairs = {tuple(sorted((f"m{a}", f"m{b}"))): (v, s / 10) for a, b, v, s in raw if a != b}
    judgements = [Judgement(a, b, v, s, (), "rule:test", None) for (a, b), (v, s) in pairs.items()]
    ids = [f"m{n}" for n in range(7)]
    groups, final = join(ids, judgements)
    assert sorted(i for g in groups for i in g) == ids
    for judgement in final:
        together = any({judgement.left, judgement.right} <= g for g in groups)
        assert together or judgement.verdict != SAME
        assert not together or judgement.verdict != DIFFERENT
    random.shuffle(judgements)
    assert join(ids[::-1], judgements) == (groups, final)


CHARGES = [
    ("вымогательство", "extortion", True), ("воровстве", "theft", True),
    ("финансирование экстремизма", "extremism", True),
    ("вымогательство", "extremist activity", False), ("мошенничество", "kickboxing", False),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "same"), CHARGES)
def test_charges_are_compared_by_class(a, b, same):
    assert bool(charge_classes(a) & charge_classes(b)) is same
