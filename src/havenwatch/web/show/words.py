"""Words of the interface in one language: gettext for its own texts, the ontology's labels for what it shows."""

from __future__ import annotations

import datetime as dt
import functools
import gettext
import importlib.resources
import io
import json
from collections.abc import Iterable

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from havenwatch.lang.phrases import Phrases, load_phrases
from havenwatch.ontology import load_ontology
from havenwatch.ontology.procedure import load_procedure
from havenwatch.ontology.quantity import load_quantities
from havenwatch.records import KINDS, STATUSES, Event, Flag, Statement
from havenwatch.report.cite import WITHHELD_PROFILES
from havenwatch.report.tell import dates_in_words, event_label, flag_words, stage_words, telling_profiles
from havenwatch.text.particulars import AGE, BIRTH_YEAR

LANGUAGES = {"en": "English", "ru": "Русский"}

__all__ = ["LANGUAGES", "Words", "words_of"]


class Words:
    """Everything that has a name in one language."""

    def __init__(self, language: str, texts: gettext.NullTranslations) -> None:
        self.language = language
        self.texts = texts
        self.say: Phrases = load_phrases(language)
        self.ontology = load_ontology()

    def __call__(self, text: str, /, **values: object) -> str:
        """A text of the interface with its values filled in."""
        told = self.texts.gettext(text)
        return told.format(**values) if values else told

    def many(self, one: str, more: str, number: int) -> str:
        """The form of a text that goes with a number, which stands for `{n}` in it."""
        return self.texts.ngettext(one, more, number).format(n=self.say.number(number))

    def date(self, earliest: dt.date | None, latest: dt.date | None) -> str:
        """Closed interval in words."""
        return self.say.dates(earliest, latest)

    def day(self, day: dt.date | None) -> str:
        """One day in words, empty for None."""
        return "" if day is None else self.say.dates(day, day)

    def moment(self, stamp: str | None) -> str:
        """An ISO timestamp as date and time, empty for None."""
        return "" if not stamp else stamp[:16].replace("T", " ")

    def state(self, iso: str | None) -> str:
        """Name of a state; "not known" for None."""
        return self("not known") if iso is None else self.ontology.places.state_name(iso, self.language)

    def type(self, kind: str | None) -> str:
        """Label of an event type, a quantity or a calendar entry."""
        if kind is None:
            return ""
        if kind in {AGE, BIRTH_YEAR}:
            return self("age") if kind == AGE else self("year of birth")
        quantities = {q.id: q.labels for q in load_quantities()}
        if kind in quantities and kind not in self.ontology.events:
            return quantities[kind].get(self.language, kind.replace("_", " "))
        return self.say.get(f"calendar_event.{kind}", event_label(kind, self.language, self.ontology))

    def kind(self, kind: str) -> str:
        """Word for the kind of a statement."""
        return self(
            {
                "event": "event",
                "figure": "figure",
                "calendar": "public date",
                "rule": "legal rule",
                "forecast": "forecast",
                "advice": "advice",
            }.get(kind, kind)
        )

    def status(self, status: str) -> str:
        """Word for a status."""
        return self.say.get(f"status.{status}", status)

    def about(self, about: str | None) -> str:
        """Word for a matter, empty for None."""
        return "" if about is None else self.say.get(f"about.{about}", about)

    def verdict(self, verdict: str) -> str:
        """Word for what a person decided."""
        words = {
            "unreviewed": "not reviewed",
            "accepted": "accepted",
            "corrected": "corrected",
            "rejected": "rejected",
            "unsure": "unsure",
            "differs": "new reading differs",
            "same": "same person",
            "different": "different persons",
        }
        return self(words.get(verdict, verdict))

    def stages(self, told: str | Iterable[tuple[str, str]] | None) -> list[str]:
        """Tracks with their states in words, those that have not begun left out; a heading holds them as JSON."""
        steps = json.loads(told)["tracks"] if isinstance(told, str) else (told or ())
        return [stage_words(track, state, self.language) for track, state in steps if state != "none"]

    def remedy(self, remedy: str) -> str:
        """Name of a remedy."""
        known = load_procedure().remedies.get(remedy)
        return remedy.replace("_", " ") if known is None else known.labels[self.language]

    def flag(self, flag: Flag) -> str:
        """What a guard warns of."""
        return flag_words(flag, self.language, self.ontology)

    def profiles(self, told: str | Iterable[str] | None) -> list[str]:
        """Labels of profiles."""
        profiles = json.loads(told)["profiles"] if isinstance(told, str) else (told or ())
        known = self.ontology.profiles
        return [
            known[p].labels.get(self.language, p) if p in known else p.replace("_", " ")
            for p in telling_profiles(profiles)
        ]

    def field(self, field: str) -> str:
        """Name of a field of a statement or a conflict."""
        words = {
            "type": "what happened",
            "kind": "kind of statement",
            "about": "matter",
            "status": "status",
            "attributed_to": "who says it",
            "speaker": "kind of speaker",
            "date_text": "date as written",
            "earliest": "earliest day",
            "latest": "latest day",
            "count": "number",
            "person": "person",
            "agent": "who acted",
            "host": "host state",
            "requesting": "requesting state",
            "destination": "destination",
            "place": "place",
            "accusation": "accusation",
            "of": "of whom or what",
            "quantity": "what is counted",
            "amount": "number of the figure",
            "unit": "unit",
            "approximate": "about so much",
        }
        return self(words[field]) if field in words else self.say.get(f"field.{field}", field)

    def conflict_value(self, field: str, value: str) -> str:
        """One side of a conflict: dates and states are stored as codes."""
        if field == "date":
            return dates_in_words(value, self.say)
        if field in {"host", "agent"}:
            return self.state(value)
        if field == "outcome":
            kind, _, denied = value.partition(" ")
            return f"{self.type(kind)}, {self.status('denied')}" if denied else self.type(kind)
        return value

    def direction(self, event: Event | Statement) -> int:
        """-1 adverse, 1 protective, 0 neither, or not told as having happened."""
        kind = self.ontology.events.get(event.type or "")
        return 0 if kind is None or event.status not in {"reported", "alleged"} else kind.direction

    def anonymous(self, count: int | None, profiles: Iterable[str]) -> str:
        """An unnamed person or group in words."""
        told = self.profiles(profiles)
        who = told[0] if told else self.say("person.someone")
        if count is None:
            return self.say("person.unnamed_open", who=who)
        return self.say("person.unnamed_as", n=count, who=who) if told else self.say("person.unnamed.person", n=count)

    def choices(self, field: str) -> list[tuple[str, str]]:
        """Values that a field can have, with their labels in order of the alphabet."""
        if field == "type":
            found = [(t, self.type(t)) for t in self.ontology.events]
        elif field == "quantity":
            found = [(q, self.type(q)) for q in (*(q.id for q in load_quantities()), AGE, BIRTH_YEAR)]
        elif field == "approximate":
            return [("yes", self("yes")), ("no", self("no"))]
        elif field == "kind":
            return [(k, self.kind(k)) for k in KINDS]
        elif field == "status":
            return [(s, self.status(s)) for s in STATUSES]
        elif field == "about":
            matters = ("extradition", "asylum", "expulsion", "prosecution", "custody", "residence")
            return [(a, self.about(a)) for a in matters]
        elif field == "speaker":
            speakers = ("official", "lawyer", "relative", "ngo", "outlet", "person", "accuser")
            return [(s, self.say.get(f"speaker.{s}", s)) for s in speakers]
        elif field in {"host", "requesting", "destination", "place"}:
            found = [(iso, self.state(iso)) for iso in self.ontology.places.states]
        else:
            return []
        return sorted(found, key=lambda pair: pair[1].casefold())

    @staticmethod
    def withheld(profiles: Iterable[str]) -> bool:
        """Whether somebody of these profiles is not to be named in what is handed out."""
        return bool(WITHHELD_PROFILES & set(profiles))


@functools.cache
def words_of(language: str) -> Words:
    """Words of a language; English for one that there is not."""
    if language not in LANGUAGES or language == "en":
        return Words("en", gettext.NullTranslations())
    path = importlib.resources.files("havenwatch.web").joinpath("locale", language, "LC_MESSAGES", "web.po")
    compiled = io.BytesIO()
    with path.open("rb") as stream:
        write_mo(compiled, read_po(stream, locale=language))
    compiled.seek(0)
    return Words(language, gettext.GNUTranslations(compiled))
