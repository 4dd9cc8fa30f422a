"""Counts behind the page of figures."""

from __future__ import annotations

from eval.accuracy import Act, page, tally_of


def test_an_act_is_found_by_type_and_place() -> None:
    gold = [
        Act("detained", "reported", ((0, 10),)),
        Act("expelled", "denied", ((20, 30),)),
        Act("killed", "reported", ()),
    ]
    told = [Act("detained", "alleged", ((5, 8),)), Act("extradited", "reported", ((25, 40),))]
    tally = tally_of([(gold, told)])
    assert dict(tally.found) == {"detained": 1}
    assert dict(tally.types) == {("expelled", "extradited"): 1}
    assert dict(tally.statuses) == {("reported", "alleged"): 1}


def test_the_page_holds_every_table() -> None:
    found = {
        "documents": 3, "events": [0.5, 0.25, 0.33], "acts": [0.5, 0.5, 0.5], "status": 0.9, "date where given": 0.8,
        "host": 0.7, "false alarms": 1, "of irrelevant documents": 2,
    }  # fmt: skip
    text = page(
        {"news": found}, tally_of([([Act("killed", "reported", ((0, 3),))], [Act("killed", "reported", ((0, 3),))])])
    )
    assert "| news | 3 | 0.50 / 0.25 / 0.33 | 0.50 / 0.50 / 0.50 | 0.90 | 0.80 | 0.70 | 1 in 2 |" in text
    assert "| killed | 1 | 1.00 | 1 |" in text
    assert "@" not in text
