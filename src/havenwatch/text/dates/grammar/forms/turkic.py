"""Forms of the Turkic languages, whose modifiers and postpositions stand after: by layer of the common grammar."""

from __future__ import annotations

from havenwatch.text.dates.grammar import counts, days, parts, spans, weekdays, years
from havenwatch.text.dates.grammar.terms import DAYS, OPENS, PARTS, POINTS, WIDE, YEARS, Local

KK: Local = {
    YEARS: (
        ("(D4|YEARNUM) DECADEW", years.decade, "E"),
        ("(D4|YEARNUM) DASH (D4|YEARNUM) (DECADEW|YW)", spans.two, "E"),
        ("(LAST|NEXT|THIS|SAME) YW", years.year_unit, "YEAR"),
    ),
    POINTS: (
        ("YEAR DAY MONTH", days.day_month, "E"),
        ("YEAR MONTH MONTHUNIT?", days.month, "E"),
        ("DAY? MONTH MONTHUNIT", days.month, "E"),
        ("YEAR SEASON", days.season, "E"),
        ("(YEAR|YW)? ORD UNIT", parts.quarter, "E"),
        ("(LAST|NEXT|THIS|SAME) (UNIT|DAYWORD)", years.unit, "E"),
        ("(LAST|NEXT|THIS)? WEEKDAY DAYWORD?", weekdays.weekday, "E"),
        ("COUNT? (UNIT|YW|DAYWORD) ALMOST? AGO", counts.ago, "E"),
        ("COUNT? (UNIT|YW|DAYWORD) LATER", counts.across, "E"),
        ("FINAL COUNT (UNIT|YW|DAYWORD)", counts.span, "E"),
        ("NEXT COUNT (UNIT|YW|DAYWORD)", counts.span, "E"),
        ("(WEEKDAY|UNIT|YW|DAYWORD) SETAFTER", counts.recurrence, "E"),
    ),
    PARTS: (
        ("(E|YEAR|D4|UNIT|YW) PARTAFTER", parts.part_after, "E"),
        ("(E|YEAR|UNIT|YW) ORD HALF", parts.half_after, "E"),
    ),
    DAYS: (("E NIGHTTO", parts.night_to, "E"),),
    WIDE: (("ITEM BEGIN? ANY TILL", spans.two, "E"),),
    OPENS: (
        ("ANY TILL", spans.until_after, "E"),
        ("ANY BEGIN", spans.since_after, "E"),
        ("ANY BERI", spans.since_now, "E"),
        ("ANY LATER", spans.after_after, "E"),
    ),
}
KY: Local = {
    **KK,
    POINTS: (*KK[POINTS], ("DAY MONTH DAYWORD", days.day_month, "E"), ("YEAR DAY MONTH DAYWORD", days.day_month, "E")),
}
