"""States in a statement: who acts, where, from where, to where; and for each person the host and requesting state."""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Iterable, Sequence

from havenwatch.statement.clause import clause_tokens, descendants, preposition, subject
from havenwatch.statement.scene import Scene, Spot
from havenwatch.statement.trigger.frames import Match
from havenwatch.text.morph import parses
from havenwatch.text.tokens import Sentence

# acts of the state that wants the person
BY_REQUESTER = frozenset({"extradition_requested", "wanted", "wanted_lifted"})
TRANSFERS = frozenset({
    "extradited", "extradition_approved", "extradition_refused", "extradition_requested", "expelled",
    "expulsion_ordered", "handed_to_military", "abducted", "extradition_suspended",
})  # fmt: skip
VOICES = frozenset({"intervention", "interim_measures", "public_statement"})  # who speaks up holds nobody
ACCUSATIONS = frozenset({"charged", "convicted", "searched"})  # either state may accuse
SENDERS = frozenset({"fled", "left_host", "returned", "deserted"})  # acts of the person: their places are stations
HOST_ACTS = frozenset({
    "asylum_applied", "asylum_pending", "asylum_not_admitted", "asylum_granted", "asylum_refused",
    "extradition_approved", "extradition_refused", "extradition_suspended", "extradited", "expelled",
    "expulsion_ordered", "expulsion_stopped", "handed_to_military", "residence_granted", "residence_revoked",
    "entry_denied", "detained_in_transit",
})  # fmt: skip
ORIGIN_ACTS = frozenset({"asylum_applied", "asylum_pending", "asylum_not_admitted", "asylum_granted", "asylum_refused"})


SETTLING = ORIGIN_ACTS | {"residence_granted", "residence_revoked", "fled"}  # "убежище в США": indeclinable places
INSTITUTIONS = frozenset({
    "суд", "прокуратура", "генпрокуратура", "власть", "полиция", "министерство", "мвд", "миграционный",
})  # fmt: skip
REQUESTS = frozenset({"запрос", "требование", "просьба", "обращение", "ходатайство"})
PRIOR = (3, 1)  # votes of the states that the document names most: an article is about one country, as a rule


@dataclasses.dataclass(frozen=True, slots=True)
class Hit:
    """A state named in a clause: ISO code, the words, their offsets."""

    iso: str
    text: str
    start: int
    end: int


@dataclasses.dataclass(frozen=True, slots=True)
class States:
    """States of one clause by what they do there; None where the clause names none."""

    agent: Hit | None
    place: Hit | None
    origin: Hit | None
    destination: Hit | None
    agent_words: tuple[str, int, int] | None


def read_states(scene: Scene, match: Match, persons: Iterable[Spot]) -> States:
    """States named in the clause of a trigger, its subject and its terms."""
    sentence, number = scene.sentence(match.spot), match.spot[0]
    inside = set(clause_tokens(sentence, match.spot[1])) | {match.spot[1], *match.terms}
    inside |= {d for t in (match.spot[1], *match.terms) for d in descendants(sentence, t)}
    own = {index for n, index in persons if n == number}
    who = None if _is_noun_of_request(sentence, match) else _agent(sentence, match.spot[1], own)
    if who is not None and (who == match.spot[1] or not _can_act(scene, (number, who))):
        who = None
    agent_tokens = {who, *descendants(sentence, who)} if who is not None else set()
    found: dict[str, Hit] = {}
    for index in sorted(inside | agent_tokens):
        hit = scene.places.get((number, index))
        part = _part(sentence, index, hit.kind, agent_tokens, own, match) if hit is not None else None
        if hit is not None and part is not None:
            token = sentence.tokens[index]
            found.setdefault(part, Hit(hit.iso, token.text, token.start, token.end))
    words = _words(scene, sentence, agent_tokens) if agent_tokens else None
    return States(found.get("agent"), found.get("place"), found.get("origin"), found.get("destination"), words)


def _is_noun_of_request(sentence: Sentence, match: Match) -> bool:
    """Whether a noun tells the request: who handles "запрос Минска" in the clause is not who requests."""
    if match.type not in BY_REQUESTER:
        return False
    named = any(sentence.tokens[n].lemma in REQUESTS for n in (match.spot[1], *match.terms))
    return named or sentence.tokens[match.spot[1]].pos in ("NOUN", "PROPN")


def _agent(sentence: Sentence, index: int, own: set[int]) -> int | None:
    head = sentence.tokens[index]
    if head.has("Voice", "Pass"):
        below = [c for c in sentence.children[index] if sentence.tokens[c].has("Case", "Ins")]
        return next((c for c in below if sentence.tokens[c].pos in ("NOUN", "PROPN") and c not in own), None)
    who = subject(sentence, index)
    if who is None or who in own or sentence.tokens[who].rel == "nsubj:pass":
        return None
    if sentence.tokens[who].has("Case", "Acc", "Dat"):
        return None
    return who


def _can_act(scene: Scene, spot: Spot) -> bool:
    """Whether a subject can be an actor: a person, an organisation, a state, or a word for an authority."""
    token = scene.token(spot)
    named = spot in scene.organisations or spot in scene.places or token.has("Animacy", "Anim") or token.pos == "PROPN"
    return named or any(token.lemma in words for words in scene.lexicon.speakers.values())


def _words(scene: Scene, sentence: Sentence, tokens: set[int]) -> tuple[str, int, int]:
    start = min(sentence.tokens[t].start for t in tokens)
    end = max(sentence.tokens[t].end for t in tokens)
    return scene.text[start:end], start, end


def _part(sentence: Sentence, index: int, kind: str, agent: set[int], own: set[int], match: Match) -> str | None:
    if index in agent:
        return "agent"
    if kind == "demonym" or index in own:
        return None
    top = _phrase_head(sentence, index) if kind == "adjective" else index
    noun = sentence.tokens[top]
    if top in own:
        return None
    before = preposition(sentence, top)
    if before in ("в", "на", "во") and noun.has("Case", "Loc"):
        return "place"
    if before in ("из", "с", "со"):
        return "origin"
    if before in ("в", "на", "во") and noun.has("Case", "Acc"):
        return "destination"
    if before is None and match.type in TRANSFERS and (noun.has("Case", "Dat") or _receiver(sentence, top, own)):
        return "destination"
    return _genitive(sentence, top, match)


def _receiver(sentence: Sentence, index: int, own: set[int]) -> bool:
    """A state right behind the person that may be a dative: it is often tagged as a genitive ("... Белоруссии")."""
    readings = parses(sentence.tokens[index].text.lower())
    return index - 1 in own and any("datv" in p.tag.grammemes for p in readings)


def _genitive(sentence: Sentence, top: int, match: Match) -> str | None:
    """An institution's state acts ("суд Астаны"); a request's state is where it comes from."""
    head = sentence.tokens[top].head
    above = sentence.tokens[head].lemma if head >= 0 else ""
    if above in REQUESTS:
        return "agent" if match.type in BY_REQUESTER else "destination"
    if above in INSTITUTIONS and not _is_noun_of_request(sentence, match):
        return "agent"
    return "place" if preposition(sentence, head) in ("в", "на", "под") and head >= 0 else None


def _phrase_head(sentence: Sentence, index: int) -> int:
    token = sentence.tokens[index]
    return token.head if token.rel in ("amod", "conj", "det") and token.head >= 0 else index


@dataclasses.dataclass(frozen=True)
class Seat:
    """Host and requesting state of one person in one document; None where the text gives no ground for either."""

    host: str | None
    requesting: str | None


def seat_of(
    acts: Sequence[tuple[str, States]], origins: Sequence[str], common: Sequence[str], presence: Sequence[str]
) -> Seat:
    """Host and requesting state from a person's acts.

    Args:
        acts: event type and states of each statement on the person.
        origins: states that the text calls the person's own (nationality), likeliest first.
        common: states and cities of the whole document, most often named first.
        presence: states where sentences about the person say that something is ("он сейчас в Ереване").
    """
    requesting = _requesting(acts, origins)
    votes: collections.Counter[str] = collections.Counter()
    abroad = [iso for iso in common if iso != requesting and iso not in origins]
    for iso, weight in [*zip(abroad, PRIOR, strict=False), *((iso, 1) for iso in presence)]:
        votes[iso] += weight
    for kind, states in acts:
        for iso, weight in _votes(kind, states):
            votes[iso] += 0 if kind in ACCUSATIONS and iso in origins else weight  # one's own state may try one abroad
    votes = collections.Counter({iso: n for iso, n in votes.items() if iso != requesting and n > 0})
    order = {iso: n for n, iso in enumerate(common)}
    host = max(votes, key=lambda iso: (votes[iso], -order.get(iso, 99), iso), default=None)
    return Seat(host, requesting or _accuser(acts, host) or _fled_from(acts, origins, host))


def _accuser(acts: Sequence[tuple[str, States]], host: str | None) -> str | None:
    """A state other than the host that accuses or sentences the person wants them, even if no request is told."""
    agents = (states.agent.iso for kind, states in acts if kind in ACCUSATIONS and states.agent is not None)
    return next((iso for iso in agents if iso != host), None) if host is not None else None


def _fled_from(acts: Sequence[tuple[str, States]], origins: Sequence[str], host: str | None) -> str | None:
    """Whose citizen is removed, refused or granted protection abroad: their own state is the one they fear."""
    exile = any(kind in HOST_ACTS | SENDERS for kind, _ in acts)
    return next((iso for iso in origins if iso != host), None) if exile and host is not None else None


def _votes(kind: str, states: States) -> list[tuple[str, int]]:
    weight = 4 if kind in HOST_ACTS else 1 if kind in ACCUSATIONS else 2
    out: list[tuple[str, int]] = []
    if kind in VOICES:
        return []
    if kind in BY_REQUESTER:
        return [(states.destination.iso, weight)] if states.destination is not None else []
    if states.agent is not None:
        out.append((states.agent.iso, weight))
    where = states.place or (states.destination if kind in SETTLING else None)
    if where is not None:
        out.append((where.iso, weight))
    if kind in ("expelled", "extradited"):  # he is there no longer: one vote, so that a later stay outweighs it
        out = [(iso, 1) for iso, _ in out]
    if states.origin is not None and kind in ("expelled", "extradited", "expulsion_ordered", "left_host", "abducted"):
        out.append((states.origin.iso, weight))
    if kind == "fled" and states.destination is not None:
        out.append((states.destination.iso, 1))
    return out


def _requesting(acts: Sequence[tuple[str, States]], origins: Sequence[str]) -> str | None:
    votes: collections.Counter[str] = collections.Counter()
    for kind, states in acts:
        for hit in (states.agent, states.place) if kind in BY_REQUESTER else ():
            if hit is not None:
                votes[hit.iso] += 3
        if kind in TRANSFERS and kind not in BY_REQUESTER and states.destination is not None:
            # an expelled person may be sent anywhere: only their own state is taken to want them
            wanted = kind != "expelled" or not origins or states.destination.iso in origins
            votes[states.destination.iso] += 3 if wanted else 0
        if kind in ORIGIN_ACTS | TRANSFERS and origins:
            votes[origins[0]] += 1
        if kind in SENDERS and states.origin is not None:
            votes[states.origin.iso] += 1
    best = max(votes, key=lambda iso: (votes[iso], iso), default=None)
    return best if best is not None and votes[best] > 0 else None


def common_states(scene: Scene) -> tuple[str, ...]:
    """States that the document names as places or actors, most often first; nationality words do not count."""
    named = [hit.iso for hit in scene.places.values() if hit.kind not in ("adjective", "demonym")]
    counts = collections.Counter(named or [hit.iso for hit in scene.places.values()])
    first = {iso: n for n, iso in reversed(list(enumerate(named)))}
    return tuple(sorted(counts, key=lambda iso: (-counts[iso], first.get(iso, 0), iso)))


def present_in(scene: Scene, sentences: Iterable[int]) -> list[str]:
    """States of places that stand in the locative in the given sentences, each once a sentence."""
    found: list[str] = []
    for number in sorted(set(sentences)):
        sentence = scene.analysis.sentences[number]
        hits = {scene.places[number, t.index].iso for t in sentence.tokens
                if (number, t.index) in scene.places and _located(sentence, t.index)}  # fmt: skip
        found.extend(sorted(hits))
    return found


def _located(sentence: Sentence, index: int) -> bool:
    locative = sentence.tokens[index].has("Case", "Loc")
    return locative and preposition(sentence, index) in ("в", "во", "на", "под")
