"""What the reading of an article tells a judge of it: by person, by state, and of the whole."""

from __future__ import annotations

import bisect
import collections
import dataclasses
import math
import re
from collections.abc import Iterator, Mapping, Sequence

from havenwatch.ontology import Ontology
from havenwatch.ontology.event import ADVERSE
from havenwatch.records import EVENT, Document, Mention, Reading, Statement
from havenwatch.text.gloss import load_gloss
from havenwatch.text.gloss.forms import base_of
from havenwatch.text.gloss.nations import load_nations

WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
NEAR = 70  # characters around a mention in which a concept tells of the person
HEAD = 3  # words at most of a name of a place
LONGEST = 5  # words of a person's name; longer spans are lists or errors
Features = Mapping[str, float]


@dataclasses.dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may be the answer, with what speaks for it."""

    value: str
    features: Features


def _log(count: float) -> float:
    return math.log1p(count)


def adverse(reading: Reading, ontology: Ontology) -> list[Statement]:
    """Statements of acts against somebody that happened or are said to have happened."""
    told = (s for s in reading.statements if s.kind == EVENT and s.type is not None)
    return [s for s in told if s.status in ("reported", "alleged", "implied")
            and ontology.events[s.type or ""].direction == ADVERSE]  # fmt: skip


def people_of(document: Document, reading: Reading, ontology: Ontology) -> list[Candidate]:
    """Each named person of the article, the name as it is mostly written in full."""
    chains: dict[str, list[Mention]] = collections.defaultdict(list)
    for mention in reading.mentions:
        chains[mention.head].append(mention)
    heads = {m.id: m.head for m in reading.mentions}
    acts: dict[str, list[Statement]] = collections.defaultdict(list)
    for statement in adverse(reading, ontology):
        for role in statement.roles:
            if role.name == "person" and role.value in heads:
                acts[heads[role.value]].append(statement)
    total = sum(len(v) for v in chains.values())
    most = max((len(v) for v in acts.values()), default=1)
    concepts = list(_positions(document.text))
    found = []
    for head, mentions in sorted(chains.items()):
        name = _full_name(mentions)
        if name is not None:
            features = dict(_person(document, mentions, acts.get(head, []), ontology))
            features |= {"share of mentions": len(mentions) / total, "share of acts": len(acts.get(head, [])) / most}
            features |= {**_said(name, reading), **_around(mentions, concepts)}
            found.append(Candidate(name, features))
    return _ranked(found)


def _ranked(people: Sequence[Candidate]) -> list[Candidate]:
    """The same with each person's place among the people of the article."""
    out = []
    for one in people:
        more = {
            f"rank {key}": 1 / (1 + sum(o.features[key] > one.features[key] for o in people))
            for key in ("mentions", "acts", "names")
        }
        more["others acted upon"] = _log(sum(o.features["acts"] > 0 for o in people if o is not one))
        more["people"] = _log(len(people))
        out.append(Candidate(one.value, {**one.features, **more}))
    return out


def _around(mentions: Sequence[Mention], concepts: Sequence[tuple[int, str]]) -> Features:
    """Concepts named close to the person, before and behind."""
    starts = [at for at, _ in concepts]
    found: collections.Counter[str] = collections.Counter()
    for mention in mentions:
        low, high = bisect.bisect_left(starts, mention.start - NEAR), bisect.bisect_left(starts, mention.end + NEAR)
        for at, concept in concepts[low:high]:
            found[f"{'before' if at < mention.start else 'behind'} {concept}"] += 1
    return {key: _log(count) for key, count in found.items()}


def _full_name(mentions: Sequence[Mention]) -> str | None:
    names = [m.text.strip() for m in mentions if m.form == "name" and "\n" not in m.text]
    names = [n for n in names if 0 < len(n.split()) <= LONGEST]
    counts = collections.Counter(names)
    return max(counts, key=lambda n: (min(len(n.split()), 3), counts[n], len(n), n)) if counts else None


def _person(
    document: Document, mentions: Sequence[Mention], acts: Sequence[Statement], ontology: Ontology
) -> Iterator[tuple[str, float]]:
    title = document.text.find("\n")
    first = min(m.start for m in mentions)
    named = [m for m in mentions if m.form == "name"]
    yield "mentions", _log(len(mentions))
    yield "names", _log(len(named))
    yield "in title", float(first < title)
    yield "late", first / max(len(document.text), 1)
    yield "words", float(min(max(len((m.name or "").split()) for m in mentions), 3))
    yield "one word", float(all(len((m.name or "").split()) < 2 for m in mentions))
    yield "acted upon", float(bool(acts))
    yield "acts", _log(len(acts))
    yield "acts before the name", float(bool(acts) and min(a.start for a in acts) < first)
    for group, count in collections.Counter(ontology.events[a.type or ""].group for a in acts).items():
        yield f"group {group}", _log(count)
    for profile in sorted({p for m in mentions for p in m.profiles}):
        yield f"profile {profile}", 1.0


def _said(name: str, reading: Reading) -> Features:
    last = name.rsplit(maxsplit=1)[-1]
    speaker = sum(last in (s.attributed_to or "") for s in reading.statements)
    agent = sum(any(r.name == "agent" and last in (r.text or "") for r in s.roles) for s in reading.statements)
    return {"speaks": _log(speaker), "acts itself": _log(agent)}


def states_of(document: Document, reading: Reading, ontology: Ontology) -> list[Candidate]:
    """Each state that the article names, by ISO code."""
    hits = list(_places(document.text, ontology))
    roles = collections.Counter(
        (r.name, r.value) for s in adverse(reading, ontology) for r in s.roles if r.name in ("host", "place", "agent")
    )
    title, counts = document.text.find("\n"), collections.Counter(iso for _, iso, _ in hits)
    nations = collections.Counter(iso for _, iso, kind in hits if kind in ("adjective", "demonym"))
    firsts = {iso: at for at, iso, _ in reversed(hits)}
    total, early = max(len(hits), 1), min(firsts.values(), default=0)
    out = []
    for iso in sorted(counts):
        features = {
            "share": counts[iso] / total, "count": _log(counts[iso]), "nation words": nations[iso] / total,
            "most": float(counts[iso] == max(counts.values())), "first": float(firsts[iso] == early),
            "in title": float(firsts[iso] < title), "late": firsts[iso] / max(len(document.text), 1),
            "host": _log(roles["host", iso]), "place": _log(roles["place", iso]), "one of": 1 / len(counts),
        }  # fmt: skip
        out.append(Candidate(iso, features))
    return out


def _places(text: str, ontology: Ontology) -> Iterator[tuple[int, str, str]]:
    words = list(WORD.finditer(text))
    nations, index = load_nations("en"), 0
    while index < len(words):
        for width in range(HEAD, 0, -1):
            part = words[index : index + width]
            form = " ".join(m.group().lower() for m in part).removesuffix("'s").removesuffix("’s")
            hit = ontology.places.lookup(form) if part[0].group()[:1].isupper() else None
            nation = nations.get(form) or nations.get(form.removesuffix("s"))
            if hit is not None or (nation is not None and part[0].group()[:1].isupper()):
                iso, kind = (hit.iso, hit.kind) if hit is not None else nation or ("", "")
                yield words[index].start(), iso, kind
                index += width - 1
                break
        index += 1


def article_of(document: Document, reading: Reading, ontology: Ontology) -> Features:
    """What the whole article tells: acts by type, concepts by their words, how much is told of whom."""
    acts = adverse(reading, ontology)
    out: dict[str, float] = {"length": _log(len(document.text) / 1000), "acts": _log(len(acts))}
    for kind, count in collections.Counter(a.type for a in acts).items():
        out[f"type {kind}"] = _log(count)
    title = document.text.find("\n")
    for kind in {a.type for a in acts if a.start < title}:
        out[f"title {kind}"] = 1.0
    for word, count in _concepts(document.text).items():
        out[f"concept {word}"] = _log(count)
    return out


def _concepts(text: str) -> Mapping[str, int]:
    """How often each concept of the gloss is named, by any of its words."""
    return collections.Counter(concept for _, concept in _positions(text))


def _positions(text: str) -> Iterator[tuple[int, str]]:
    """(Offset, concept) of the words that the gloss knows, in order."""
    gloss = load_gloss("en")
    for match in WORD.finditer(text):
        base = base_of(match.group().lower(), "VERB", gloss, frozenset())
        for concept in sorted({row[0] for row in gloss.concepts.get(base, {}).values()}):
            yield match.start(), concept


def times_of(document: Document, reading: Reading, ontology: Ontology) -> list[Candidate]:
    """Each month that dates an act, as `YYYY-MM`, with the year and month of publication among them."""
    acts = [s for s in adverse(reading, ontology) if s.earliest is not None and s.latest is not None]
    published = document.published
    counts = collections.Counter(f"{a.earliest:%Y-%m}" for a in acts if a.earliest is not None)
    if published is not None:
        counts.setdefault(f"{published:%Y-%m}", 0)
    first = f"{acts[0].earliest:%Y-%m}" if acts else ""
    out = []
    for value in sorted(counts):
        gap = _months(value, f"{published:%Y-%m}") if published is not None else 0
        same = published is not None and value[:4] == f"{published:%Y}"
        features = {
            "acts": _log(counts[value]), "share": counts[value] / max(len(acts), 1), "first": float(value == first),
            "of publication": float(gap == 0), "before": float(gap == 1), "same year": float(same),
            "gap": _log(abs(gap)), "ahead": float(gap < 0), "none": float(not acts),
        }  # fmt: skip
        out.append(Candidate(value, features))
    return out


def _months(earlier: str, later: str) -> int:
    return (int(later[:4]) - int(earlier[:4])) * 12 + int(later[5:]) - int(earlier[5:])
