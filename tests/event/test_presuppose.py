"""An act that is only implied keeps no date and no actor of the act that presupposes it."""

from havenwatch.event.presuppose import with_own_words
from tests.case.dossier_cases import mention, statement

WHO = mention("d0", "Иван Первый")
AGREED = {"when": "2026-01-30", "roles": [("agent", "Генпрокуратура"), ("host", "KZ")], "date_text": "30 января"}


def told(kind, start=10, **fields):
    return statement("d0", start, kind, [WHO], **{**AGREED, **fields})


def test_a_request_has_neither_the_date_nor_the_actor_of_its_answer():
    answer, request = told("extradition_approved"), told("extradition_requested", 12, status="implied")
    kept, changed = with_own_words([answer, request])
    assert kept == answer
    assert (changed.earliest, changed.latest, changed.date_text) == (None, None, None)
    assert changed.values("agent") == ()
    assert changed.values("host") == ("KZ",)
    assert changed.id == request.id


def test_its_own_date_and_actor_stay():
    request = told("extradition_requested", 12, status="implied", when="2025-12-01", roles=[("agent", "Москва")])
    assert with_own_words([told("extradition_approved"), request])[1] == request


def test_reported_far_and_unrelated_acts_stay():
    for other in (
        told("extradition_requested", 12),
        told("extradition_requested", 400, status="implied"),
        told("asylum_applied", 12, status="implied"),
    ):
        assert with_own_words([told("extradition_approved"), other])[1] == other
