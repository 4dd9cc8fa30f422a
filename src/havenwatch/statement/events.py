"""Event statements: triggers with their persons, states, date, status and speaker, as verbatim spans."""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Iterator, Mapping, Sequence

from havenwatch.records import ALLEGED, CONDITIONAL, EVENT, IMPLIED, PLANNED, REPORTED, Role, Statement, content_id
from havenwatch.statement.acts import is_sure, told_status
from havenwatch.statement.clause import ancestors, clause_tokens, subject
from havenwatch.statement.context import departure, matter_of, refined, refusal
from havenwatch.statement.mention.person import GROUP
from havenwatch.statement.role.arguments import Cast, Told, direct_persons, thing_acted_upon, topic
from havenwatch.statement.role.charge import charge_of
from havenwatch.statement.role.draft import Draft
from havenwatch.statement.role.quote import names_beside, quote_span
from havenwatch.statement.role.speech import attribute
from havenwatch.statement.role.states import HOST_ACTS, Seat, States, common_states, present_in, read_states, seat_of
from havenwatch.statement.role.status import is_hearsay, read_status
from havenwatch.statement.role.when import before_publication, coming, date_of, long_ago
from havenwatch.statement.scene import Scene, Spot
from havenwatch.statement.trigger.frames import Match
from havenwatch.text.dates import DatedSpan
from havenwatch.text.tokens import Token

DIRECT, CARRIED = 0.85, 0.6  # confidence: person in the frame's place, person carried over from the passage
BYSTANDERS = frozenset({"public_statement", "intervention"})  # who speaks is not whom the passage is about
NAMED_ONLY = frozenset({"force", "movement"})  # groups of types that need their person in place
CALLING = frozenset({"называть", "назвать", "считать", "счесть"})
# acts of others than the host: their actor says nothing about where the person is
OUTSIDE = frozenset(
    {"intervention", "interim_measures", "public_statement", "wanted", "extradition_requested", "charged"}
)
HELD = frozenset({"detained", "custody_ordered", "custody_extended", "house_arrest", "released"})
SET_AHEAD = frozenset({"court_hearing", "custody_extended"})  # "перенёс на 24 января": the day is what was set
# why a trigger is no statement
NOBODY = "nobody stands in the places of the frame, and the passage names nobody clearly"
ACCUSED = "it is what somebody is accused of"
THING = "a thing is acted upon, not a person"
TWICE = {"дважды": 2, "трижды": 3, "четырежды": 4}


def told_directly(scene: Scene, matches: Sequence[Match], cast: Cast) -> tuple[Told, ...]:
    """Triggers whose person stands in place, in order: what later sentences carry on from."""
    out = []
    for match in matches:
        heads = cast.heads_of(direct_persons(scene, match, cast))
        if heads and match.type not in BYSTANDERS:
            sentence = scene.sentence(match.spot)
            out.append(Told(match.spot[0], sentence.paragraph, scene.token(match.spot).start, heads))
    return tuple(out)


def told_by(scene: Scene, drafts: Sequence[Draft]) -> tuple[Told, ...]:
    """What the drafts tell of whom, in order of position."""
    rows = [(d.match.spot, d.heads) for d in drafts if d.heads]
    told = (Told(s[0], scene.sentence(s).paragraph, scene.token(s).start, heads) for s, heads in rows)
    return tuple(sorted(told, key=lambda t: t.position))


def draft_events(scene: Scene, matches: Sequence[Match], cast: Cast, silent: frozenset[int]) -> Iterator[Draft]:
    """Drafts of all triggers that tell an act on somebody; `silent` are sentences that tell a rule or an opinion."""
    told = told_directly(scene, matches, cast)
    acts: dict[int, list[tuple[str, str | None]]] = collections.defaultdict(list)
    for match in matches:
        draft = _draft(scene, dataclasses.replace(match, type=refined(scene, match)), cast, told)
        if draft is not None and (is_sure(scene, match) or not _generic(scene, draft, cast, match.spot[0] in silent)):
            before = acts[draft.heads[0]] if draft.heads else []
            origins = _origins(scene, cast, draft.heads[0]) if draft.heads else ()
            told_type = dataclasses.replace(draft.match, type=departure(draft.match, draft.states, origins))
            draft = dataclasses.replace(draft, match=told_type, about=matter_of(scene, told_type, before))
            for head in draft.heads:
                acts[head].append((draft.match.type, draft.about))
            yield draft


def of_our_time(scene: Scene, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Drafts without what happened to people of whom only what is long past is told: history, no case."""
    days = [(long_ago(scene, d.date), head) for d in drafts if d.date is not None for head in d.heads]
    old, recent = ({head for past, head in days if past is kind} for kind in (True, False))
    return (d for d in drafts if not long_ago(scene, d.date) and not (d.heads and set(d.heads) <= old - recent))


def _draft(scene: Scene, match: Match, cast: Cast, told: Sequence[Told]) -> Draft | None:
    mentions, heads = whom(scene, match, cast, told)
    policy = scene.ontology.events[match.type].policy
    if refused(scene, match, cast, mentions, heads) is not None:
        return None
    speaker = attribute(scene, match.spot)
    status = told_status(scene, match, _status(scene, match))
    if refusal(match, status, scene.token(match.spot), _clause(scene, match)):
        match, status = dataclasses.replace(match, type="extradition_refused"), REPORTED
    if speaker is not None and speaker.doubtful and is_hearsay(status):
        status = ALLEGED
    own = [spot for m in mentions for spot in _spots_of(cast, m)]
    states = read_states(scene, match, own)
    date = date_of(scene, match)
    if policy and date is not None:
        date = coming(scene, match, date)
    done = scene.token(match.spot).has("Tense", "Past") and scene.token(match.spot).has("VerbForm", "Fin")
    if date is not None and done and status == REPORTED and match.type not in SET_AHEAD and _lies_ahead(scene, date):
        date = before_publication(date)
    if status == REPORTED and _lies_ahead(scene, date):
        status = PLANNED
    return Draft(match, mentions, heads, status, speaker, date, states, _times(scene, match), charge_of(scene, match))


def _clause(scene: Scene, match: Match) -> list[Token]:
    sentence = scene.sentence(match.spot)
    return [sentence.tokens[n] for n in clause_tokens(sentence, match.spot[1])]


def whom(scene: Scene, match: Match, cast: Cast, told: Sequence[Told]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Mentions in the trigger's place, and the chains that it is about: theirs, or those of the passage."""
    mentions = direct_persons(scene, match, cast)
    carried = _carries(scene, match, cast) or is_sure(scene, match)
    return mentions, cast.heads_of(mentions) or (topic(scene, match, told, cast) if carried else ())


def refused(scene: Scene, match: Match, cast: Cast, mentions: Sequence[int], heads: Sequence[int]) -> str | None:
    """Why a trigger tells no act on anybody, None if it does."""
    if not heads and not scene.ontology.events[match.type].policy:
        return NOBODY
    if _accused(scene, match):
        return ACCUSED
    return THING if not mentions and thing_acted_upon(scene, match, cast) else None


def _status(scene: Scene, match: Match) -> str:
    """Status of the trigger; what another act presupposes has happened, whatever is said of that act."""
    if match.presupposed:
        return IMPLIED
    sentence, frame = scene.sentence(match.spot), match.frame
    return read_status(sentence, match.spot[1], scene.lexicon, frame.status, negative=frame.negated)


def _spots_of(cast: Cast, mention: int) -> Iterator[Spot]:
    """All spots of a mention and of the name right beside it."""
    yield from cast.people[mention].spots
    for name in names_beside(cast, cast.people[mention]):
        yield from name.spots


def _lies_ahead(scene: Scene, date: DatedSpan | None) -> bool:
    """Whether a date begins after publication: what is told of it cannot have happened."""
    published = scene.document.published
    return date is not None and date.earliest is not None and published is not None and date.earliest > published


def _carries(scene: Scene, match: Match, cast: Cast) -> bool:
    """Whether an act without its person may belong to whom the passage is about.

    Violence and journeys are told of many people in one text: they are carried only where the clause has no subject.
    A bare noun ("арест") names a subject, not an act. To whom something was given is not who was given away:
    "постановление выдали Петровой".
    """
    sentence = scene.sentence(match.spot)
    received = (c for c in sentence.children[match.spot[1]] if sentence.tokens[c].has("Case", "Dat"))
    acted_upon = set(match.frame.person) <= {"acc", "pass"}
    if acted_upon and any(cast.by_spot.get((match.spot[0], c)) is not None for c in received):
        return False
    kind = scene.ontology.events[match.type]
    verb = scene.token(match.spot).pos in ("VERB", "AUX")
    if not verb and kind.group == "force" and _is_name_for_it(scene, match):
        return True
    if kind.group in NAMED_ONLY:
        return verb and subject(scene.sentence(match.spot), match.spot[1]) is None
    return not kind.policy and (verb or bool(match.terms))


def _is_name_for_it(scene: Scene, match: Match) -> bool:
    """Whether a noun is what somebody calls what was told: "называют это похищением"."""
    token, tokens = scene.token(match.spot), scene.sentence(match.spot).tokens
    return token.head >= 0 and token.has("Case", "Ins") and tokens[token.head].lemma in CALLING


def _accused(scene: Scene, match: Match) -> bool:
    """Whether a noun of violence is what somebody is accused of: "обвиняется в убийстве"."""
    sentence, index = scene.sentence(match.spot), match.spot[1]
    if match.type == "charged" or scene.token(match.spot).pos not in ("NOUN", "PROPN"):
        return False
    above = [sentence.tokens[a].lemma for a in ancestors(sentence, index)][:2]
    return any(lemma in scene.lexicon.accusing for lemma in above)


def _times(scene: Scene, match: Match) -> int | None:
    """Number of acts that an adverb gives: "дважды отказал"."""
    sentence = scene.sentence(match.spot)
    near = [sentence.tokens[c].lemma for c in sentence.children[match.spot[1]]]
    return next((TWICE[lemma] for lemma in near if lemma in TWICE), None)


def _generic(scene: Scene, draft: Draft, cast: Cast, silent: bool) -> bool:  # noqa: FBT001
    """Whether nobody in particular is meant: a rule, an opinion, or people in general."""
    if not draft.heads:
        bare = draft.date is None and not draft.match.terms
        return draft.status == CONDITIONAL or silent or bare
    head = cast.people[draft.heads[0]]
    if silent and head.name is None:
        return True
    if silent and not draft.mentions:
        return True
    token = scene.token(draft.match.spot)
    if head.name is None and head.lemmas == ("человек",) and not head.plural and not token.has("Tense", "Past"):
        return True  # "человек вправе обжаловать": anybody
    unnamed_many = head.form == GROUP and head.count is None and head.plural
    if not unnamed_many:
        return False
    done = token.has("Tense", "Past") and not token.has("Aspect", "Imp")
    return not (done and (draft.count is not None or draft.date is not None)) or draft.status != REPORTED


def seats(scene: Scene, drafts: Sequence[Draft], cast: Cast) -> Mapping[int, Seat]:
    """Host and requesting state of each chain that an event is about."""
    acts: dict[int, list[tuple[str, States]]] = collections.defaultdict(list)
    for draft in drafts:
        for head in draft.heads:
            acts[head].append((draft.match.type, draft.states))
    common = common_states(scene)
    return {head: seat_of(rows, _origins(scene, cast, head), common, _presence(scene, cast, head))
            for head, rows in acts.items()}  # fmt: skip


def _presence(scene: Scene, cast: Cast, head: int) -> list[str]:
    return present_in(scene, (cast.people[n].spot[0] for n in cast.members.get(head, ())))


def _origins(scene: Scene, cast: Cast, head: int) -> tuple[str, ...]:
    """States that nationality words at the person's mentions name: "российский активист", "россиянина"."""
    found: list[str] = []
    for person in (cast.people[n] for n in cast.members.get(head, ())):
        sentence = scene.sentence(person.spot)
        spots = {person.spot, *((person.spot[0], c) for c in sentence.children[person.spot[1]])}
        found += [hit.iso for s in sorted(spots) if (hit := scene.places.get(s)) and _own(scene.token(s), hit.kind)]
    return tuple(dict.fromkeys(found))


def _own(token: Token, kind: str) -> bool:
    return kind in ("demonym", "adjective") or token.has("Case", "Gen")


def make_statements(scene: Scene, drafts: Sequence[Draft], cast: Cast) -> Iterator[Statement]:
    """Event statements of the document; one a draft, with every person in its roles."""
    placed = seats(scene, drafts, cast)
    for draft in drafts:
        yield _statement(scene, draft, cast, placed)


def _statement(scene: Scene, draft: Draft, cast: Cast, placed: Mapping[int, Seat]) -> Statement:
    start, end = quote_span(scene, draft, cast)
    roles = tuple(_roles(scene, draft, cast, placed))
    people = [r.value for r in roles if r.name == "person"]
    type_id, about = draft.match.type, draft.about
    ident = content_id("s", scene.document.id, start, end, EVENT, type_id, about, people)
    date, speaker = draft.date, draft.speaker
    return Statement(
        id=ident, document=scene.document.id, start=start, end=end, quote=scene.text[start:end], kind=EVENT,
        type=type_id, about=about, status=draft.status,
        attributed_to=speaker.text if speaker is not None else None,
        speaker=speaker.kind if speaker is not None else None,
        earliest=date.earliest if date is not None else None, latest=date.latest if date is not None else None,
        date_text=date.text if date is not None else None, roles=roles, amount=None, count=draft.count,
        confidence=DIRECT if draft.mentions else CARRIED, found_by=draft.match.rule,
    )  # fmt: skip


def _roles(scene: Scene, draft: Draft, cast: Cast, placed: Mapping[int, Seat]) -> Iterator[Role]:
    document = scene.document.id
    in_place = {cast.heads[m]: m for m in reversed(draft.mentions)}
    for head in draft.heads:
        if head in in_place:
            person = cast.people[in_place[head]]
            yield Role(
                "person", person.id_in(document), scene.text[person.start : person.end], person.start, person.end
            )
        else:
            yield Role("person", cast.people[head].id_in(document))
    states = draft.states
    if states.agent_words is not None:
        words, start, end = states.agent_words
        yield Role("agent", words, words, start, end)
    for name, hit in (("place", states.place), ("destination", states.destination), ("origin", states.origin)):
        if hit is not None:
            yield Role(name, hit.iso, hit.text, hit.start, hit.end)
    if draft.charge is not None:
        yield Role("accusation", draft.charge[0], *draft.charge)
    yield from _seat_roles(draft, placed)


def _seat_roles(draft: Draft, placed: Mapping[int, Seat]) -> Iterator[Role]:
    seat = placed.get(draft.heads[0], Seat(None, None)) if draft.heads else Seat(_stated(draft.states), None)
    host = event_host(draft, seat)
    if host is not None:
        yield Role("host", host)
    if seat.requesting is not None:
        yield Role("requesting", seat.requesting)


def _stated(states: States) -> str | None:
    hit = states.place or states.agent
    return hit.iso if hit is not None else None


def event_host(draft: Draft, seat: Seat) -> str | None:
    """Host of one act: the person's host, unless a third state acts ("Kyrgyzstan expelled him")."""
    states, kind = draft.states, draft.match.type
    stated = [states.agent] if kind not in OUTSIDE else []
    stated += [states.place, states.origin] if kind in HOST_ACTS | HELD else []
    third = (hit.iso for hit in stated if hit is not None and hit.iso != seat.requesting)
    return next(third, seat.host)
