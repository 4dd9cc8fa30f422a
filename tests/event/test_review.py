import pytest

from havenwatch.errors import UsageError
from havenwatch.event import apply_reviews
from havenwatch.records import Review
from tests.case.dossier_cases import day, mention, statement

WHO = mention("d0", "Иван Первый")
TOLD = statement("d0", 1, "detained", [WHO], roles=[("host", "KZ")])


def review(verdict, *changes, made="2026-03-06T10:00:00Z"):
    return Review(TOLD.id, verdict, changes, "checked", "ann", made)


def test_rejected_statements_drop_out():
    assert apply_reviews([TOLD], [review("rejected")]) == ()


def test_accepted_statements_stay_as_they_are():
    assert apply_reviews([TOLD], [review("accepted")]) == (TOLD,)


def test_corrections_replace_fields_and_roles_and_keep_the_id():
    changes = (
        ("type", "expelled"),
        ("earliest", "2026-01-05"),
        ("latest", "2026-01-05"),
        ("host", "KG"),
        ("count", "2"),
    )
    (fixed,) = apply_reviews([TOLD], [review("corrected", *changes)])
    assert (fixed.id, fixed.type, fixed.earliest, fixed.count) == (TOLD.id, "expelled", day("2026-01-05"), 2)
    assert fixed.values("host") == ("KG",)
    assert fixed.values("person") == (WHO.id,)


def test_a_field_can_be_emptied():
    (fixed,) = apply_reviews([TOLD], [review("corrected", ("host", None))])
    assert fixed.values("host") == ()


def test_the_latest_review_counts():
    reviews = [review("accepted", made="2026-03-07T10:00:00Z"), review("rejected")]
    assert apply_reviews([TOLD], reviews) == apply_reviews([TOLD], reviews[::-1]) == (TOLD,)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [("colour", "red", "no field 'colour'"), ("earliest", "in May", "YYYY-MM-DD"), ("status", "true", "one of")],
)
def test_wrong_corrections_say_what_would_be_right(field, value, words):
    with pytest.raises(UsageError, match=words):
        apply_reviews([TOLD], [review("corrected", (field, value))])
