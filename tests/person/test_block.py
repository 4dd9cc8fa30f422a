from hypothesis import given
from hypothesis import strategies as st

from havenwatch.person.block import candidate_pairs, keys
from havenwatch.person.chain import chains
from havenwatch.person.judge import judge
from havenwatch.person.link import join
from tests.case.dossier_cases import KAZAKHSTAN, document, mention, reading, statement

NAMES = ["Мансур Мавлаев", "Mansur Movlayev", "Мавлаев", "Юлия Емельянова", "Игорь Санджиев", "Igor Sanjiev"]
ROLES = [(), KAZAKHSTAN, (("host", "TR"), ("requesting", "TJ"))]


def made(told):
    mentions = [mention(f"d{n}", NAMES[name]) for n, (name, _) in enumerate(told)]
    readings = [
        reading(m.document, [m], [statement(m.document, 9, "detained", [m], roles=ROLES[r])])
        for m, (_, r) in zip(mentions, told, strict=True)
    ]
    return chains(readings, [document(m.document) for m in mentions])


def test_spellings_share_a_key():
    first, second = made([(4, 0), (5, 0)])
    assert keys(first) & keys(second)


def test_equal_chains_are_compared_with_their_neighbour_only():
    assert len(candidate_pairs(made([(0, 1)] * 50))) == 49


def groups(every, pairs):
    return join([c.id for c in every], [j for a, b in pairs if (j := judge(a, b)) is not None])[0]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2)), min_size=1, max_size=12))
def test_leaving_out_pairs_of_equal_chains_changes_no_person(told):
    every = made(told)
    everything = [(a, b) for n, a in enumerate(every) for b in every[n + 1 :] if keys(a) & keys(b)]
    assert groups(every, candidate_pairs(every)) == groups(every, everything)
