"""Features of a pair of chains: what speaks for one person and what against, each with its reason in words."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from havenwatch.person.chain import Chain
from havenwatch.text.name_match import NameMatch, compare_names
from havenwatch.text.names import OTHER, is_common_surname, parse_name

# Profiles that say little about who somebody is: every second article has an activist
# Endings that only one gender has in any case: Малаевой; Малаев, Бачурин, Вишневский
_FIRM_ENDINGS = ("ой", "ою", "ов", "ев", "ёв", "ин", "ын", "ий")
_WIDE_PROFILES = frozenset({"other", "activist"})


@dataclasses.dataclass(frozen=True, slots=True)
class Comparison:
    """All features of one pair.

    `match` is the best match between any two of their names. `shared_states`, `shared_charges`, `shared_profiles` are
    what both chains tell; `states_differ` tells whether both the host and the requesting state are known and none is
    shared. `genders_differ` needs both to be shown by forms that one gender alone has. `one_document` tells whether
    both chains are of one document. `common_surname` tells whether the surname proves little.
    """

    match: NameMatch
    shared_states: frozenset[tuple[str, str]]
    shared_charges: frozenset[str]
    shared_profiles: frozenset[str]
    states_differ: bool
    genders_differ: bool
    one_document: bool
    common_surname: bool

    @property
    def support(self) -> tuple[str, ...]:
        """What besides the name speaks for one person, in words."""
        states = [f"{role} {iso} in both" for role, iso in sorted(self.shared_states)]
        charges = [f"accusation of {c} in both" for c in sorted(self.shared_charges)]
        near = ["told in one document"] if self.one_document else []
        return (*near, *states, *charges, *(f"{p} in both" for p in sorted(self.shared_profiles)))


def _best_match(a: Chain, b: Chain) -> NameMatch:
    """Match of the fullest names; shorter forms of the same chain only help when the fullest ones do not exclude."""
    first = compare_names(a.names[0], b.names[0])
    if first.contradiction is not None:
        return first
    every = [compare_names(x, y) for x in a.names for y in b.names]
    full = [m for m in every if m.full + m.initials == first.full + first.initials]
    return max(full, key=lambda m: (m.score, m.full, m.reasons))


def _values(states: Iterable[tuple[str, str]], role: str) -> frozenset[str]:
    return frozenset(iso for name, iso in states if name == role)


def _clearly_differ(a: Chain, b: Chain) -> bool:
    """Whether both host and requesting state are known on both sides and neither is shared."""
    pairs = [(_values(a.states, role), _values(b.states, role)) for role in ("host", "requesting")]
    return all(x and y and not x & y for x, y in pairs)


def _common(chain: Chain) -> bool:
    surnames = parse_name(chain.names[0]).of_kind(OTHER)
    return bool(surnames) and all(is_common_surname(t.key) for t in surnames)


def _firm_gender(chain: Chain) -> str | None:
    """Gender of a chain, None when only an ambiguous form of a lone surname shows it.

    "Мовлаева" is a woman's nominative and a man's genitive, "Савченко" either's; "Мовлаевой" and "Мовлаев" are not.
    """
    if len(parse_name(chain.names[0]).tokens) > 1:
        return chain.gender
    words = [w for w in (*chain.names, *chain.forms) if w.endswith(_FIRM_ENDINGS)]
    return chain.gender if words else None


def _differ(a: str | None, b: str | None) -> bool:
    return a is not None and b is not None and a != b


def compare(a: Chain, b: Chain) -> Comparison:
    """Features of two named chains."""
    return Comparison(
        match=_best_match(a, b),
        shared_states=a.states & b.states,
        shared_charges=a.charges & b.charges,
        shared_profiles=(a.profiles & b.profiles) - _WIDE_PROFILES,
        states_differ=_clearly_differ(a, b),
        genders_differ=_differ(_firm_gender(a), _firm_gender(b)),
        one_document=a.origin == b.origin,
        common_surname=_common(a) or _common(b),
    )
