"""Forms that only one language has, by layer of the common grammar."""

from __future__ import annotations

from collections.abc import Mapping

from havenwatch.text.dates.grammar import counts, days, parts, spans, years
from havenwatch.text.dates.grammar.terms import Form

Local = Mapping[int, tuple[Form, ...]]
NUMERALS, YEARS, POINTS, PARTS, DAYS, WIDE, OPENS = range(7)
EN: Local = {
    YEARS: (
        ("(THE? UNIT) BEFORELAST", years.before_last_year, "YEAR"),
        ("THE LAST UNIT", counts.span, "E"),
        ("ON THE (NEXT|NEAREST) UNIT", counts.span, "E"),
        ("APOS (D2|DN)", years.clipped_year, "YEAR"),
        ("CARD CARD (DASH CARD)?", years.spoken_year, "YEAR"),
        ("THE (PREVIOUS|FOLLOWING|NEXT) UNIT", years.year_unit, "YEAR"),
        ("THE (DEC|ERA)", years.decade, "E"),
    ),
    POINTS: (
        ("MONTH DAY (COMMA? YR|OF YEAR)?", days.day_month, "E"),
        ("THE? DAY OF MONTH (COMMA|OF)? YR", days.day_month, "E"),
        ("THE? DAY OF MONTH", days.day_month, "E"),
        ("DAY MONTH OF YEAR", days.day_month, "E"),
        ("MONTH (OF|COMMA) YR", days.month, "E"),
        ("THE ORDD", days.day_alone, "E"),
        ("FULL", days.full_month_first, "E"),
        ("TWO", days.short_month_first, "E"),
        ("MONTH THE ORDD", days.day_month, "E"),
        ("THE? ORD COUNT UNIT OF THE? (YEAR|D4|UNIT)", parts.first_months, "E"),
        ("THE? (ORD|LAST|FINAL) WEEKDAY (OF|IN) (MOD UNIT|YEAR|THE UNIT)", days.nth_of_unit, "E"),
        ("THE? (ORD|LAST|FINAL) UNIT (OF|IN) MONTH YR?", parts.edge_of_month, "E"),
        ("THE? (ORD|LAST|FINAL) WEEKDAY (OF|IN) MONTH YR?", days.nth_weekday, "E"),
        ("THIS (FINAL|NEAREST) WEEKDAY", days.weekday, "E"),
        ("(PREVIOUS|FOLLOWING) WEEKDAY", days.weekday, "E"),
        ("THE? WEEKDAY BEFORELAST", days.weekday, "E"),
        ("THE? (NEXT|FOLLOWING) DAYPART", parts.next_part, "E"),
        ("ON? (ART|COUNT|SOMEDAYS) UNIT", counts.measured, "E"),
        ("THE? SEASON OF YR", days.season, "E"),
        ("THE? SEASON OF YR (SLASH|DASH) D2", days.season_pair, "E"),
        ("THE? SEASON BEFORELAST", days.season, "E"),
        ("THE SEASON", days.season, "E"),
        ("THE? UNIT BEFORELAST", years.before_last, "E"),
        ("BETWEEN MONTH DAY AND DAY (COMMA? YR)?", days.between_days, "E"),
        ("MONTH DAY (COMMA DAY)? (COMMA DAY)? COMMA? (COMMA|AND) DAY (COMMA? YR)?", days.days, "E"),
        ("THE? SAME UNITS", years.unit, "E"),
        ("THE? (NEXT|FOLLOWING|PREVIOUS|NEAREST) UNIT", years.unit, "E"),
        ("THE FOLLOWING WEEKDAY", days.weekday, "E"),
        ("OVERNIGHT", parts.last_night, "E"),
        ("(ONCE|TIMES|COUNT ONCE) (ART|EVERY) UNIT", counts.recurrence, "E"),
        ("ON (WEEKDAYS|WEEKENDS)", counts.recurrence, "E"),
        ("EVERY (COUNT|ORD) UNITS", counts.recurrence, "E"),
        ("(ALMOST|ABOUT)? ART UNIT (AND ART HALF)? (AGO|LATER|EARLIER|AHEAD)", counts.counted, "E"),
        ("(ALMOST|ABOUT)? HALF ART UNIT (AGO|LATER|EARLIER|AHEAD)", counts.counted, "E"),
        ("HEDGE? COUNT (AND ART HALF)? UNIT (AGO|LATER|EARLIER|AHEAD)", counts.counted, "E"),
        ("SOMEDAYS UNIT (AGO|LATER|EARLIER|AHEAD)", counts.counted, "E"),
        ("IN (ALMOST|ABOUT)? (COUNT|ART|HALF ART) (AND ART HALF)? UNIT", counts.across, "E"),
        ("WITHIN? THE (FINAL|LAST|NEXT|NEAREST) (COUNT|SOMEDAYS)? UNIT", counts.span, "E"),
        ("WITHIN (ART|COUNT) UNIT", counts.length, "E"),
        ("THE? (ORD|ORDD) UNIT", years.century, "E"),
        ("THE? (ORD|ORDD) UNIT OF? YR", parts.quarter, "E"),
        ("THE? (ORD|ORDD) UNIT", parts.quarter, "E"),
    ),
    PARTS: (
        ("THE? PARTW (OF|IN|DASH)? THE? (E|YEAR|D4|UNIT)", parts.part, "E"),
        ("THE? ORD HALF OF THE? (E|YEAR|D4|UNIT)", parts.half, "E"),
        ("THE? ORD UNIT OF E", parts.quarter, "E"),
        ("THE? (ORD|LAST|FINAL) UNIT (OF|IN) THE? (E|YEAR|UNIT)", parts.edge, "E"),
        ("(THE? DAY|E) (OF|ON|IN) THE? E", days.day_in, "E"),
        ("THE? (ORD|ORDD) ORD OF THE? (E|YEAR|D4|UNIT)", parts.third, "E"),
        ("E THE ORDD", days.weekday_ordinal, "E"),
        ("(EARLIER|LATER|PARTW) E", years.prefixed, "E"),
    ),
    DAYS: (
        ("THE? (DAYPART|NIGHT) (OF|ON)? E", parts.daypart, "E"),
        ("PARTW (ON|DAYPART)? E", parts.daypart, "E"),
        ("PARTW? E DAYPART", parts.daypart, "E"),
        ("THIS DAYPART", parts.today, "E"),
    ),
    WIDE: (
        ("E (DASH|TO|UNTIL) (D2|ORDD) COMMA? YR", spans.two_of_year, "E"),
        ("FROM? ITEM (TO|UNTIL) ITEM", spans.two, "E"),
        ("FROM ITEM TO (MONTH|E|YEAR)", spans.two, "E"),
        ("DAYPART E DASH E", spans.two, "E"),
    ),
}
UK: Local = {
    DAYS: (("(NIGHT|DAYPART) AGAINST E", parts.night_to, "E"),),
    POINTS: (
        ("(ONCE|TIMES) ON UNITS", counts.recurrence, "E"),
        ("DURING? HEDGE? COUNT? UNITS AGO", counts.ago, "E"),
    ),
}
KK: Local = {
    YEARS: (
        ("(D4|YEARNUM) DECADEW", years.decade, "E"),
        ("(LAST|NEXT|THIS|SAME) YW", years.year_unit, "YEAR"),
    ),
    POINTS: (
        ("YEAR DAY MONTH", days.day_month, "E"),
        ("YEAR MONTH MONTHUNIT?", days.month, "E"),
        ("DAY? MONTH MONTHUNIT", days.month, "E"),
        ("YEAR SEASON", days.season, "E"),
        ("(LAST|NEXT|THIS|SAME) (UNIT|DAYWORD)", years.unit, "E"),
        ("(LAST|NEXT|THIS)? WEEKDAY DAYWORD?", days.weekday, "E"),
        ("COUNT? (UNIT|YW|DAYWORD) ALMOST? AGO", counts.ago, "E"),
        ("COUNT? (UNIT|YW|DAYWORD) LATER", counts.across, "E"),
        ("FINAL COUNT (UNIT|YW|DAYWORD)", counts.span, "E"),
        ("NEXT COUNT (UNIT|YW|DAYWORD)", counts.span, "E"),
        ("(WEEKDAY|UNIT|YW|DAYWORD) SETAFTER", counts.recurrence, "E"),
    ),
    PARTS: (
        ("(E|YEAR|D4|UNIT|YW) PARTAFTER", parts.part_after, "E"),
        ("(E|YEAR|UNIT|YW) ORD HALF", parts.half_after, "E"),
        ("(YEAR|YW)? ORD UNIT", parts.quarter, "E"),
    ),
    DAYS: (("E NIGHTTO", parts.night_to, "E"),),
    WIDE: (("ITEM BEGIN? ANY TILL", spans.two, "E"),),
    OPENS: (
        ("ANY TILL", spans.until_after, "E"),
        ("ANY (BEGIN|BERI)", spans.since_after, "E"),
        ("ANY LATER", spans.after_after, "E"),
    ),
}
ES: Local = {
    YEARS: (
        ("THE? (LAST|NEXT|THIS|SAME) UNIT", years.year_unit, "YEAR"),
        ("THE? UNIT (LAST|NEXT|BEFORELAST|PREVIOUS|FOLLOWING)", years.year_unit, "YEAR"),
        ("THE? ERA", years.decade, "E"),
    ),
    POINTS: (
        ("THE? DAY OF MONTH (OF|DEL) YR", days.day_month, "E"),
        ("THE? DAY OF MONTH", days.day_month, "E"),
        ("MONTH (OF|DEL) YR", days.month, "E"),
        ("THE? SEASON (OF|DEL) YR", days.season, "E"),
        ("THE? (LAST|THIS|NEXT)? SEASON (LAST|NEXT)?", days.season, "E"),
        ("THE? (ORD|FINAL) WEEKDAY (OF|DEL) MONTH", days.nth_weekday, "E"),
        ("THE? (LAST|NEXT|THIS|SAME|FOLLOWING|PREVIOUS) UNIT", years.unit, "E"),
        ("THE? UNIT (LAST|NEXT|FOLLOWING|PREVIOUS)", years.unit, "E"),
        ("THE? (LAST|NEXT|THIS)? WEEKDAY (LAST|NEXT|FOLLOWING)?", days.weekday, "E"),
        ("HACE HEDGE? COUNT? UNIT (AND HALF)?", counts.ago, "E"),
        ("HACE HALF UNIT", counts.ago, "E"),
        ("HEDGE? COUNT UNIT LATER", counts.later, "E"),
        ("HEDGE? COUNT UNIT EARLIER", counts.earlier, "E"),
        ("DENTRO HEDGE? COUNT? UNIT", counts.across, "E"),
        ("IN COUNT UNIT", counts.across, "E"),
        ("THE? (FINAL|NEXT) COUNT UNIT", counts.span, "E"),
        ("THE? COUNT (FINAL|NEXT) UNIT", counts.span, "E"),
        ("WEEKDAYS", counts.recurrence, "E"),
        ("(COUNT ONCE) (TO|THE|OF) UNIT", counts.recurrence, "E"),
        ("LASTNIGHT", parts.last_night, "E"),
        ("UNIT ROMAN", years.century, "E"),
    ),
    PARTS: (
        ("PARTW (OF|DEL) THE? (E|YEAR|D4|UNIT)", parts.part, "E"),
        ("THE? ORD HALF (OF|DEL) THE? (E|YEAR|D4|UNIT)", parts.half, "E"),
        ("THE? ORD UNIT (OF|DEL) THE? (E|YEAR|D4|UNIT)", parts.quarter, "E"),
        ("THE? (ORD|FINAL) UNIT (OF|DEL) THE? (E|YEAR|UNIT)", parts.edge, "E"),
    ),
    DAYS: (("THE? DAYPART (OF|DEL) E", parts.daypart, "E"),),
    WIDE: (
        ("THE? NIGHTTO DAY TO E", spans.two, "E"),
        ("(FROM|DEL|BETWEEN|OF) THE? (ITEM|WEEKDAY) (TO|UNTIL|AND) THE? (ITEM|MONTH)", spans.two, "E"),
    ),
    OPENS: (
        ("(FROM|STARTING) THE? ANY", spans.since, "E"),
        ("UNTIL THE? ANY", spans.until, "E"),
        ("BEFORE THE? ANY", spans.before, "E"),
        ("AFTER THE? ANY", spans.after, "E"),
    ),
}
DE: Local = {
    YEARS: (
        ("THE? (LAST|NEXT|THIS|SAME|BEFORELAST|PREVIOUS|FOLLOWING) UNIT", years.year_unit, "YEAR"),
        ("THE? (DEC|ERA) UNIT?", years.decade, "E"),
    ),
    POINTS: (
        ("THE? D2 DOT MONTH YR?", days.day_month, "E"),
        ("THE? D2 DOT MONTH THE? YEAR", days.day_month, "E"),
        ("MONTH THE? YEAR", days.month, "E"),
        ("THE? SEASON THE? YR?", days.season, "E"),
        ("TWO DOT", days.short, "E"),
        ("THE? (LAST|NEXT|THIS|SAME|FOLLOWING|PREVIOUS) UNIT", years.unit, "E"),
        ("UNIT FOLLOWING", years.unit, "E"),
        ("VOR (ALMOST|ABOUT|SOMEDAYS)? COUNT? HALF? UNIT", counts.ago, "E"),
        ("IN (ALMOST|ABOUT)? COUNT HALF? UNIT", counts.across, "E"),
        ("HEDGE? COUNT UNIT LATER", counts.later, "E"),
        ("HEDGE? COUNT UNIT EARLIER", counts.earlier, "E"),
        ("THE (LAST|NEXT) COUNT UNIT", counts.span, "E"),
        ("(ONCE|TIMES) IN UNIT", counts.recurrence, "E"),
        ("D2 DOT UNIT", years.century, "E"),
    ),
    PARTS: (
        ("PARTW THE? (E|YEAR|D4|UNIT)", parts.part, "E"),
        ("THE? ORD HALF THE? (E|YEAR|D4|UNIT)", parts.half, "E"),
        ("THE? ORD UNIT THE? (YEAR|D4|E)", parts.quarter, "E"),
    ),
    DAYS: (
        ("THE? DAYPART ZUM THE? E", parts.night_to, "E"),
        ("THE? DAYPART OF? THE? E", parts.daypart, "E"),
    ),
    WIDE: (
        ("(DEL|OF)? THE? D2 DOT (UNTIL|AND|DASH) THE? E", spans.two, "E"),
        ("(DEL|OF) THE? ITEM UNTIL THE? ITEM", spans.two, "E"),
        ("BETWEEN THE? (ITEM DOT?) AND THE? E", spans.two, "E"),
    ),
    OPENS: (
        ("(SINCE|STARTING) THE? ANY", spans.since, "E"),
        ("UNTIL THE? ANY", spans.until, "E"),
        ("(BEFORE|VOR) THE? ANY", spans.before, "E"),
        ("AFTER THE? ANY", spans.after, "E"),
    ),
}
EXTRA: Mapping[str, Local] = {"en": EN, "uk": UK, "kk": KK, "es": ES, "de": DE}
