"""From a document to its statements: the one function that other stages call, and the record of why."""

from __future__ import annotations

from collections.abc import Sequence

from havenwatch.ontology import Ontology
from havenwatch.records import Document, Mention, Problem, Reading
from havenwatch.statement.acts import combined
from havenwatch.statement.events import draft_events, make_statements, of_our_time, told_by, told_directly
from havenwatch.statement.figures import read_calendar, read_figures
from havenwatch.statement.lexicon import load_lexicon
from havenwatch.statement.mention.chains import link_chains
from havenwatch.statement.mention.particulars import read_particulars
from havenwatch.statement.mention.people import find_people
from havenwatch.statement.mention.person import Person
from havenwatch.statement.role.arguments import Cast, make_cast
from havenwatch.statement.sayings import read_remedy_claims, read_sayings
from havenwatch.statement.scene import Scene, callings_of, find_organisations, find_places, sentences_with_names
from havenwatch.statement.trigger.frames import Match, index_frames, match_frames
from havenwatch.text.dates import read_dates
from havenwatch.text.gloss import languages
from havenwatch.text.tokens import Analyser

LANGUAGES = ("ru", *languages())  # Russian, whose words name the concepts, and every language with a gloss
SET_ASIDE = "not about the subject as far as a quick look tells; stored and searchable, not read (add --all reads it)"


def read_document(document: Document, ontology: Ontology) -> Reading:
    """All mentions and statements of one document.

    A document in a language that is not read yields no statements and a Problem that says so; so does one
    whose language was not recognised.
    """
    if document.language not in LANGUAGES:
        return Reading(document.id, (), (), (_unread(document),))
    from havenwatch.model.analysis import load_analyser

    return read_with(document, ontology, load_analyser())


def set_aside(document: Document) -> Problem | None:
    """Why a document is not worth reading, None if it is; one in a language that is not read says so when read."""
    from havenwatch.model.gate import load_gate

    if document.language not in LANGUAGES or load_gate().judge(document.text).passed:
        return None
    return Problem("gate", document.id, SET_ASIDE)


def _unread(document: Document) -> Problem:
    known = ", ".join(LANGUAGES)
    what = "not recognised" if document.language is None else f"'{document.language}', which is not read yet"
    return Problem("statement", document.id, f"language {what} (read: {known}); stored and searchable, not counted")


def read_with(document: Document, ontology: Ontology, analyser: Analyser) -> Reading:
    """The same with a given analyser; what tests and other models use."""
    scene = look_at(document, ontology, analyser)
    matches = combined(scene, match_frames(scene, index_frames(ontology, document.language or "ru")))
    sayings = dict(read_sayings(scene))
    cast = cast_of(scene, matches)
    drafts = tuple(of_our_time(scene, tuple(draft_events(scene, matches, cast, frozenset(sayings)))))
    statements = [*make_statements(scene, drafts, cast), *read_figures(scene), *read_calendar(scene, drafts, cast)]
    statements += [*sayings.values(), *read_remedy_claims(scene, told_by(scene, drafts), cast)]
    mentions = _mentions(document, cast)
    statements += read_particulars(document, mentions)
    unique = {s.id: s for s in statements}
    ordered = sorted(unique.values(), key=lambda s: (s.start, s.end, s.kind, s.id))
    return Reading(document.id, mentions, tuple(ordered), ())


def look_at(document: Document, ontology: Ontology, analyser: Analyser) -> Scene:
    """Everything about a document that is computed once."""
    language = document.language or "ru"
    analysis = analyser.analyse(document.text, language)
    dates = read_dates(document.text, language=language, published=document.published)
    places = find_places(analysis, ontology, language)
    starts = tuple(s.start for s in analysis.sentences)
    return Scene(
        document, analysis, ontology, load_lexicon("ru"), dates, places, find_organisations(analysis), starts,
        sentences_with_names(analysis),
        callings_of(ontology, "ru"),
    )  # fmt: skip


def cast_of(scene: Scene, matches: Sequence[Match]) -> Cast:
    """People with their chains; a first pass finds who is acted upon, so that pronouns prefer them."""
    people = find_people(scene)
    links = link_chains(scene, people, frozenset())
    first = make_cast(people, links.heads, links.also)
    central = {h for told in told_directly(scene, matches, first) for h in told.heads}
    members = frozenset(n for n in range(len(people)) if first.heads[n] in central)
    links = link_chains(scene, people, members)
    return make_cast(people, links.heads, links.also)


def _mentions(document: Document, cast: Cast) -> tuple[Mention, ...]:
    profiles: dict[int, set[str]] = {}
    for n, head in enumerate(cast.heads):
        if head is not None:
            profiles.setdefault(head, set()).update(cast.people[n].profiles)
    rows = [(n, p, cast.heads[n]) for n, p in enumerate(cast.people)]
    return tuple(_mention(document, p, cast.people[h], profiles[h] if n == h else set(p.profiles))
                 for n, p, h in rows if h is not None)  # fmt: skip


def _mention(document: Document, person: Person, head: Person, profiles: set[str]) -> Mention:
    return Mention(person.id_in(document.id), document.id, person.start, person.end,
                   document.text[person.start : person.end], person.form, person.name, head.id_in(document.id),
                   person.count, person.gender, tuple(sorted(profiles)))  # fmt: skip
