import pytest
import yaml

from havenwatch.case.tracks import open_remedies, reached, run
from havenwatch.errors import OntologyError
from havenwatch.ontology.procedure import GENERIC, load_procedure, parse_procedure
from havenwatch.records import Event
from tests.case.dossier_cases import span

PROCEDURE = load_procedure()
SEQUENCES = [
    ("detained extradition_requested", {"extradition": "under_review"}),
    ("detained custody_ordered", {"extradition": "provisional"}),
    ("detained custody_ordered extradition_requested custody_ordered", {"extradition": "ext_arrest"}),
    ("extradition_requested extradition_refused extradition_approved", {"extradition": "approved_open"}),
    ("extradition_approved appeal_filed/extradition appeal_rejected/extradition", {"extradition": "approved_final"}),
    ("extradition_approved extradition_suspended remitted/extradition", {"extradition": "reconsidered"}),
    ("asylum_applied asylum_refused appeal_filed/asylum appeal_rejected/asylum", {"asylum": "refused_open"}),
    ("asylum_refused appeal_rejected/asylum appeal_filed/asylum appeal_rejected/asylum", {"asylum": "refused_final"}),
    ("asylum_applied asylum_refused appeal_granted/asylum", {"asylum": "lodged"}),
    ("asylum_refused appeal_filed", {"asylum": "on_appeal"}),
    ("asylum_refused extradition_approved appeal_filed", {"asylum": "refused_open", "extradition": "approved_open"}),
    # one track has come back from its ruling, the other waits: a ruling on nobody knows what moves neither
    (
        "asylum_refused appeal_filed/asylum extradition_approved remitted/extradition appeal_rejected",
        {"asylum": "on_appeal", "extradition": "reconsidered"},
    ),
    (
        "asylum_refused appeal_filed/asylum extradition_refused appeal_rejected",
        {"asylum": "refused_open", "extradition": "refused"},
    ),
    ("extradition_approved remitted/extradition appeal_rejected/extradition", {"extradition": "approved_final"}),
    ("extradited", {"extradition": "surrendered"}),
    ("administrative_offence residence_revoked expelled", {"expulsion": "removed"}),
    ("interim_measures extradited", {"extradition": "surrendered", "international": "disregarded"}),
    ("handed_to_military asylum_refused", {"military": "handed_over"}),
    ("court_hearing intervention", {}),
]  # fmt: skip


def event(number, words, status="reported"):
    kind, _, about = words.partition("/")
    first, last = span(None)
    return Event(
        f"e{number}",
        kind,
        about or None,
        status,
        first,
        last,
        None,
        "KZ",
        "RU",
        None,
        (),
        None,
        ("p",),
        (f"s{number}",),
    )


def course(words, status="reported", *, requested=True):
    return run([event(n, w, status) for n, w in enumerate(words.split())], PROCEDURE, requested=requested)


@pytest.mark.parametrize(("words", "tracks"), SEQUENCES)
def test_sequences(words, tracks):
    assert dict(reached(course(words), PROCEDURE)) == tracks


@pytest.mark.parametrize("status", ["planned", "denied", "alleged", "conditional"])
def test_only_what_happened_moves_a_track(status):
    assert course("detained extradited", status) == ()


def test_an_arrest_alone_says_nothing_of_extradition():
    assert reached(course("detained custody_ordered", requested=False), PROCEDURE) == ()
    told = course("detained custody_ordered extradition_requested", requested=False)
    assert dict(reached(told, PROCEDURE)) == {"extradition": "under_review"}


def test_remedies_of_all_tracks_are_open_and_used_ones_are_not():
    assert "asylum" in open_remedies(course("extradition_approved"), PROCEDURE)
    assert "asylum" not in open_remedies(course("asylum_applied extradition_approved"), PROCEDURE)
    assert "un_petition" not in open_remedies(course("interim_measures extradition_approved"), PROCEDURE)


def test_after_a_removal_only_what_lies_after_it_is_open():
    assert open_remedies(course("asylum_applied expelled"), PROCEDURE) == ("compensation", "un_views")


def test_no_step_is_ever_an_error():
    events = sorted({t.event for t in PROCEDURE.transitions})
    assert len(run([event(n, w) for n, w in enumerate(events * 2)], PROCEDURE, requested=True)) == 2 * len(events)


def test_facts_without_a_value_say_not_found_and_limits_are_verified():
    assert set(PROCEDURE.countries) == {"AM", "GE", "KG", "KZ", "RS", "TH", "TR"}
    for law in PROCEDURE.countries.values():
        for fact in law.facts:
            assert (fact.value is None) == (fact.source == "not found")
            assert not (fact.value is None and fact.verified)
    limit = PROCEDURE.limit("KZ", "extradition", "provisional")
    assert limit is not None
    assert limit.days == 40
    assert PROCEDURE.limit("KZ", "extradition", "ext_arrest") is None
    assert PROCEDURE.limit(None, "extradition", "provisional") is None


def small():
    """A procedure of one track, to be broken."""
    labels = {"en": "x", "ru": "x"}
    return {
        "tracks": {"t": {"label": labels, "start": "a", "states": {"a": {"label": labels, "open": ["r"]}}}},
        "transitions": [{"event": "e", "about": [None], "track": "t", "from": ["a"], "to": "a", "else": "stay"}],
        "removals": [], "guards": {}, "remedies": {"r": {"label": labels}},
    }  # fmt: skip


def broken(path, value):
    data = small()
    place = data
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return data


def guard(**fields):
    both = {"en": "x", "ru": "x"}
    return {"label": both, "reason": both, **fields}


FAULTS = [
    (("tracks", "t", "start"), "z", "'z' is no state"),
    (("tracks", "t", "states", "a", "open"), ["z"], "unknown remedy 'z'"),
    (("tracks", "t", "label"), {"en": "x"}, "lacks ru"),
    (("transitions", 0, "to"), "z", "unknown state 'z'"),
    (("transitions", 0, "track"), "z", "'z' is unknown"),
    (("transitions", 0, "else"), "maybe", "apply or stay"),
    (("remedies", "r", "unless"), {"t": ["z"]}, "unknown state t.z"),
    (("guards",), {"speed": guard(states={"t": ["z"]})}, "unknown state t.z"),
    (("guards",), {"no_such": guard()}, "guards.no_such is unknown"),
    (("guards",), {"speed": guard(reason={"en": "{days}"})}, "reason lacks ru"),
    (("guards",), {"speed": guard(reason={"en": "{hours}", "ru": "x"})}, "unknown value 'hours'"),
]  # fmt: skip


def test_the_small_procedure_is_sound():
    assert set(parse_procedure({GENERIC: yaml.safe_dump(small())}).tracks) == {"t"}


@pytest.mark.parametrize(("path", "value", "words"), FAULTS)
def test_faults_are_named_with_file_and_key(path, value, words):
    with pytest.raises(OntologyError, match=words) as caught:
        parse_procedure({GENERIC: yaml.safe_dump(broken(path, value))})
    assert str(caught.value).startswith(f"procedure/{GENERIC}: ")


def test_a_missing_key_is_named():
    data = small()
    del data["removals"]
    with pytest.raises(OntologyError, match=r"procedure/generic.yaml: key 'removals' is missing"):
        parse_procedure({GENERIC: yaml.safe_dump(data)})


COUNTRY = {"country": "XX", "law_version": "x", "facts": [], "limits": [], "custody": []}
FACT = {"id": "f", "value": "v", "article": None, "source": "s", "verified": True}
COUNTRY_FAULTS = [
    ({"facts": [FACT, FACT]}, "'f' stands twice"),
    ({"facts": [{**FACT, "source": "not found"}]}, "needs a source"),
    ({"limits": [{"track": "t", "state": "z", "days": 1, "article": None, "source": "s", "verified": True}]}, "t.z"),
    ({"facts": [{"id": "f"}]}, "missing"),
]


@pytest.mark.parametrize(("change", "words"), COUNTRY_FAULTS)
def test_faults_of_a_country(change, words):
    files = {GENERIC: yaml.safe_dump(small()), "XX.yaml": yaml.safe_dump({**COUNTRY, **change})}
    with pytest.raises(OntologyError, match=words) as caught:
        parse_procedure(files)
    assert "procedure/XX.yaml" in str(caught.value)
