"""Forms of words in languages whose verbs change much: every reading of a form, with what the form is.

A language says in inflection.yaml how endings go back to the ending of the dictionary form and what they tell
(`conjugation`), which stems change (`stems`, `spelling`), which forms follow no rule (`tagged`), and which particles
stand before a verb or apart from it (`particles`). A reading counts only where the word lists know its dictionary form.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

SHORTEST = 2  # letters left of a stem
TAIL = 5  # last letters of a stem in which its spelling may change
PAST, PRESENT, FUTURE, CONDITIONAL = "past", "present", "future", "conditional"
PARTICIPLE, INFINITIVE, GERUND, SUBJUNCTIVE = "participle", "infinitive", "gerund", "subjunctive"
FINITE = frozenset({PAST, PRESENT, FUTURE, CONDITIONAL, SUBJUNCTIVE})
TAGS = FINITE | {PARTICIPLE, INFINITIVE, GERUND}


class Form(NamedTuple):
    """One reading of a verb form: its dictionary form, and what it is (one of TAGS)."""

    base: str
    tag: str


class Paradigm(NamedTuple):
    """How a language's verbs change; empty for a language whose forms `Inflection` describes whole."""

    endings: tuple[tuple[str, str, str], ...]  # (ending, ending of the dictionary form, tag), longest first
    stems: Mapping[str, str]
    spelling: tuple[tuple[str, str], ...]
    tagged: Mapping[str, tuple[Form, ...]]
    particles: tuple[str, ...]
    infinitive_mark: str  # stands between particle and verb: "aus-zu-liefern"; empty where there is none
    participle_mark: str  # stands before the stem of a participle: "ge-liefert"
    bracket: bool  # the main verb stands at the end of its clause, its finite helper far before it
    prefixes: tuple[str, ...]  # never apart from their verb, whose participle then has no mark: "ver-boten"
    enclitics: tuple[str, ...]  # pronouns written together with the verb before them: "entregar-lo"

    def __bool__(self) -> bool:
        """Whether the language has such a description."""
        return bool(self.endings or self.tagged)


def read_paradigm(raw: Mapping[str, Any]) -> Paradigm:
    """The paradigm that an inflection.yaml describes; its parts may all be absent.

    Raises:
        ValueError: a tag is none of TAGS.
    """
    rows = [(str(e), str(i), str(tag)) for tag, pairs in raw.get("conjugation", {}).items() for e, i in pairs]
    tagged: dict[str, list[Form]] = {}
    for tag, forms in raw.get("tagged", {}).items():
        for base, row in forms.items():
            for form in row.split():
                tagged.setdefault(form, []).append(Form(str(base), str(tag)))
    strange = {tag for _, _, tag in rows} | {f.tag for forms in tagged.values() for f in forms}
    if strange - TAGS:
        raise ValueError(f"no such kinds of verb forms: {sorted(strange - TAGS)}")
    stems = {changed: base for base, row in raw.get("stems", {}).items() for changed in row.split()}
    particles = tuple(sorted(raw.get("particles", ()), key=len, reverse=True))
    return Paradigm(
        tuple(sorted(rows, key=lambda r: -len(r[0]))), stems, tuple((a, b) for a, b in raw.get("spelling", ())),
        {form: tuple(rows) for form, rows in tagged.items()}, particles, raw.get("infinitive_mark", ""),
        raw.get("participle_mark", ""), bool(raw.get("bracket", False)), tuple(raw.get("prefixes", ())),
        tuple(raw.get("enclitics", ())),
    )  # fmt: skip


def readings(word: str, paradigm: Paradigm, known: Collection[str]) -> tuple[Form, ...]:
    """All readings of a lower-case word as a verb form, those that no rule made first; empty when it is none."""
    found = dict.fromkeys((*_whole(word, paradigm, known), *_parted(word, paradigm, known)))
    return tuple(found)


def joined(particle: str, form: Form, known: Collection[str]) -> Form | None:
    """A verb with the particle that stands apart from it ("lehnte ... ab"), None where the lists know no such verb."""
    whole = particle + form.base
    return Form(whole, form.tag) if whole in known else None


def simple_bases(known: Collection[str], paradigm: Paradigm) -> frozenset[str]:
    """Dictionary forms that are left when the particles of known verbs are taken off."""
    stripped = {word[len(p) :] for word in known for p in paradigm.particles if word.startswith(p)}
    return frozenset(x for x in stripped if len(x) > SHORTEST)


def _whole(word: str, paradigm: Paradigm, known: Collection[str]) -> Iterator[Form]:
    yield from (f for f in paradigm.tagged.get(word, ()) if f.base in known)
    yield from _prefixed(word, paradigm, known)
    for ending, instead, tag in paradigm.endings:
        stem = word[: len(word) - len(ending)]
        if not word.endswith(ending) or len(stem) < SHORTEST:
            continue
        mark = paradigm.participle_mark
        if tag == PARTICIPLE and mark and stem.startswith(mark):
            yield from (Form(x + instead, tag) for x in _stems(stem[len(mark) :], paradigm) if x + instead in known)
        yield from (Form(x + instead, tag) for x in _stems(stem, paradigm) if x + instead in known)


def _prefixed(word: str, paradigm: Paradigm, known: Collection[str]) -> Iterator[Form]:
    """Irregular forms of a verb with a prefix: "verwarf", "vollzogen"."""
    for prefix in paradigm.prefixes:
        if word.startswith(prefix):
            rest = word[len(prefix) :]
            plain = (f for f in paradigm.tagged.get(rest, ()) if f.tag != PARTICIPLE)
            marked = (f for f in paradigm.tagged.get(paradigm.participle_mark + rest, ()) if f.tag == PARTICIPLE)
            yield from (Form(prefix + f.base, f.tag) for f in (*plain, *marked) if prefix + f.base in known)


def _stems(stem: str, paradigm: Paradigm) -> Iterator[str]:
    yield stem
    if stem in paradigm.stems:
        yield paradigm.stems[stem]
    for shown, meant in paradigm.spelling:
        at = stem.rfind(shown)
        if at > 0 and at >= len(stem) - TAIL:
            yield stem[:at] + meant + stem[at + len(shown) :]


def _parted(word: str, paradigm: Paradigm, known: Collection[str]) -> Iterator[Form]:
    """Forms that begin with a particle: "abgeschoben", "auszuliefern", "ablehnte"."""
    mark = paradigm.infinitive_mark
    for particle in paradigm.particles:
        if not word.startswith(particle) or len(word) - len(particle) <= SHORTEST:
            continue
        rest = word[len(particle) :]
        simple = _Suffix(particle, known)
        if mark and rest.startswith(mark):
            bare = rest[len(mark) :]
            infinitives = (f for f in _whole(bare, paradigm, simple) if f.tag == INFINITIVE)
            yield from (Form(particle + f.base, f.tag) for f in infinitives)
        yield from (Form(particle + f.base, f.tag) for f in _whole(rest, paradigm, simple))


class _Suffix(Collection[str]):
    """What follows a particle in the known words, as a collection."""

    def __init__(self, particle: str, known: Collection[str]) -> None:
        self._particle, self._known = particle, known

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self._particle + word in self._known

    def __iter__(self) -> Iterator[str]:
        return (w[len(self._particle) :] for w in self._known if w.startswith(self._particle))

    def __len__(self) -> int:
        return sum(1 for _ in self)
