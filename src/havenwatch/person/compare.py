"""Features of a pair of chains: what speaks for one person and what against, each with its reason in words."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable

from havenwatch.person.background import Act, Years
from havenwatch.person.block import surname_keys
from havenwatch.person.chain import Chain
from havenwatch.text.name_match import NameMatch, compare_names
from havenwatch.text.names import GIVEN, OTHER, PATRONYMIC, is_common_surname, parse_name

# Endings that only one gender has in any case: Малаевой; Малаев, Бачурин, Вишневский
_FIRM_ENDINGS = ("ой", "ою", "ов", "ев", "ёв", "ин", "ын", "ий")
# Profiles that say little about who somebody is: every second article has an activist
_WIDE_PROFILES = frozenset({"other", "activist"})
_NARROW = dt.timedelta(days=7)  # an act dated more widely is shared by many
_BIRTHS_APART = 3  # years: an age in a text may be a year old, and texts miscount by one


@dataclasses.dataclass(frozen=True, slots=True)
class Comparison:
    """All features of one pair.

    `match` is the best match between any two of their names, `stated` the other name by which a text links the two,
    None when none does. `shared_states`, `shared_charges`, `shared_profiles`, `shared_acts` (narrowly dated),
    `shared_counsel`, `shared_places` are what both chains tell; `states_differ` tells whether both the host and the
    requesting state are known and none is shared. `genders_differ` needs both to be shown by forms that one gender
    alone has. `births` tells whether the years of birth meet (None when one is not told). `one_document` tells whether
    both chains are of one document. `common_surname` and `common_name` (given name and surname) tell whether the name
    proves little, `one_key` whether the surnames sound alike, `fathers_agree` whether both have a father's name.
    """

    match: NameMatch
    stated: str | None
    shared_states: frozenset[tuple[str, str]]
    shared_charges: frozenset[str]
    shared_profiles: frozenset[str]
    shared_acts: frozenset[tuple[str, dt.date]]
    shared_counsel: frozenset[str]
    shared_places: frozenset[str]
    births: bool | None
    states_differ: bool
    genders_differ: bool
    one_document: bool
    common_surname: bool
    common_name: bool
    one_key: bool
    fathers_agree: bool

    @property
    def telling(self) -> tuple[str, ...]:
        """What besides the name speaks for one person and few others, in words."""
        near = ["told in one document"] if self.one_document else []
        acts = [f"{kind} on {day} in both" for kind, day in sorted(self.shared_acts)]
        charges = [f"accusation of {c} in both" for c in sorted(self.shared_charges)]
        counsel = ["the same lawyer speaks in both"] if self.shared_counsel else []
        births = ["the ages agree"] if self.births is True else []
        return (*near, *acts, *charges, *counsel, *births, *(f"{p} in both" for p in sorted(self.shared_profiles)))

    @property
    def support(self) -> tuple[str, ...]:
        """What besides the name speaks for one person, in words: what is telling, and the states."""
        return (*self.telling, *(f"{role} {iso} in both" for role, iso in sorted(self.shared_states)))

    @property
    def notes(self) -> tuple[str, ...]:
        """What both tell and many others do: places."""
        return tuple(f"place {p} in both" for p in sorted(self.shared_places))


def _best_match(a: Chain, b: Chain) -> NameMatch:
    """Match of the fullest names; shorter forms of the same chain only help when the fullest ones do not exclude."""
    first = compare_names(a.names[0], b.names[0])
    if first.contradiction is not None:
        return first
    every = [compare_names(x, y) for x in a.names for y in b.names]
    full = [m for m in every if m.full + m.initials == first.full + first.initials]
    return max(full, key=lambda m: (m.score, m.full, m.reasons))


def _best_of_all(a: Chain, b: Chain) -> tuple[NameMatch, str | None]:
    """Match of the names, else of the other names that a text gives, with the one that linked the two."""
    plain = _best_match(a, b)
    if not a.also and not b.also:
        return plain, None
    pairs = [(compare_names(x, y), x) for x in a.also for y in (*b.names, *b.also)]
    pairs += [(compare_names(x, y), y) for x in a.names for y in b.also]
    # a lone name that a text gives is as good as any: it must be more than one word, or it links strangers
    fits = [(m, n) for m, n in pairs if m.contradiction is None and m.full > 1]
    best = max(fits, key=lambda f: (f[0].score, f[1]), default=None)
    if best is None or (plain.contradiction is None and plain.full > 1 and plain.score >= best[0].score):
        return plain, None
    return best


def _values(states: Iterable[tuple[str, str]], role: str) -> frozenset[str]:
    return frozenset(iso for name, iso in states if name == role)


def _clearly_differ(a: Chain, b: Chain) -> bool:
    """Whether both host and requesting state are known on both sides and neither is shared."""
    pairs = [(_values(a.states, role), _values(b.states, role)) for role in ("host", "requesting")]
    return all(x and y and not x & y for x, y in pairs)


def _common(chain: Chain) -> bool:
    surnames = parse_name(chain.names[0]).of_kind(OTHER)
    return bool(surnames) and all(is_common_surname(t.key) for t in surnames)


def _common_name(chain: Chain) -> bool:
    """Whether given name and surname are both frequent and no father's name tells more."""
    parsed = parse_name(chain.names[0])
    return _common(chain) and bool(parsed.of_kind(GIVEN)) and not parsed.of_kind(PATRONYMIC)


def _fathers(a: Chain, b: Chain) -> bool:
    return all(parse_name(c.names[0]).of_kind(PATRONYMIC) for c in (a, b))


def _narrow(acts: Iterable[Act]) -> dict[str, list[tuple[dt.date, dt.date]]]:
    found: dict[str, list[tuple[dt.date, dt.date]]] = {}
    for kind, _, first, last in acts:
        if first is not None and last is not None and last - first <= _NARROW:
            found.setdefault(kind, []).append((first, last))
    return found


def _shared_acts(a: Chain, b: Chain) -> frozenset[tuple[str, dt.date]]:
    """Acts of one type whose narrow dates share a day, with the first such day."""
    left, right = _narrow(a.acts), _narrow(b.acts)
    return frozenset(
        (kind, max(x[0], y[0]))
        for kind in left.keys() & right.keys()
        for x in left[kind]
        for y in right[kind]
        if x[0] <= y[1] and y[0] <= x[1]
    )


def _births(a: Years | None, b: Years | None) -> bool | None:
    """True when the years of birth meet, False when they are years apart, None when unknown or in between."""
    if a is None or b is None:
        return None
    apart = max(a[0] - b[1], b[0] - a[1])
    return True if apart <= 0 else False if apart >= _BIRTHS_APART else None


def _firm_gender(chain: Chain) -> str | None:
    """Gender of a chain, None when only an ambiguous form of a lone surname shows it.

    "Мовлаева" is a woman's nominative and a man's genitive, "Савченко" either's; "Мовлаевой" and "Мовлаев" are not.
    """
    if len(parse_name(chain.names[0]).tokens) > 1:
        return chain.gender
    words = [w for w in chain.forms or chain.names if w.endswith(_FIRM_ENDINGS)]
    return chain.gender if words else None


def _differ(a: str | None, b: str | None) -> bool:
    return a is not None and b is not None and a != b


def compare(a: Chain, b: Chain) -> Comparison:
    """Features of two named chains."""
    match, stated = _best_of_all(a, b)
    return Comparison(
        match=match,
        stated=stated,
        shared_states=a.states & b.states,
        shared_charges=a.charges & b.charges,
        shared_profiles=(a.profiles & b.profiles) - _WIDE_PROFILES,
        shared_acts=_shared_acts(a, b),
        shared_counsel=a.counsel & b.counsel,
        shared_places=a.places & b.places,
        births=_births(a.born, b.born),
        states_differ=_clearly_differ(a, b),
        genders_differ=_differ(_firm_gender(a), _firm_gender(b)),
        one_document=a.origin == b.origin,
        common_surname=_common(a) or _common(b),
        common_name=_common_name(a) or _common_name(b),
        one_key=bool(surname_keys(a) & surname_keys(b)),
        fathers_agree=_fathers(a, b),
    )
