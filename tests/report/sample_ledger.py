"""A small ledger of invented persons, and a generator of large ones: built by hand, without reading any text."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from types import SimpleNamespace
from typing import ClassVar

from havenwatch.records import (
    Amount,
    CalendarEntry,
    Case,
    Conflict,
    ConflictValue,
    Document,
    Dossier,
    Event,
    Figure,
    Flag,
    Judgement,
    Mention,
    Person,
    Problem,
    Review,
    Role,
    Snapshot,
    Statement,
    content_id,
)

DIRECTIONS = {
    "extradited": -1, "expelled": -1, "handed_to_military": -1, "abducted": -1, "extradition_approved": -1,
    "expulsion_ordered": -1, "detained": -1, "detained_in_transit": -1, "custody_ordered": -1, "entry_denied": -1,
    "asylum_refused": -1, "asylum_applied": 0, "appeal_filed": 0, "appeal_rejected": -1, "charged": -1,
    "extradition_refused": 1, "extradition_suspended": 1, "released": 1, "asylum_granted": 1, "remitted": 1,
    "interim_measures": 1, "left_host": 1, "referendum": 0, "policy_announced": 0, "court_hearing": 0,
}  # fmt: skip
POLICY = {"referendum", "policy_announced"}
STATES = {
    "KZ": {"en": "Kazakhstan", "ru": "Казахстан"}, "RU": {"en": "Russia", "ru": "Россия"},
    "KG": {"en": "Kyrgyzstan", "ru": "Киргизия"}, "GE": {"en": "Georgia", "ru": "Грузия"},
}  # fmt: skip
RUSSIAN = {
    "extradited": "Экстрадиция исполнена", "handed_to_military": "Передача военным", "expelled": "Выдворение исполнено",
    "extradition_approved": "Решение о выдаче", "extradition_suspended": "Выдача приостановлена",
    "asylum_refused": "Отказ в убежище", "detained": "Задержание", "appeal_filed": "Подана жалоба",
}  # fmt: skip


class Places:
    """States of the stand-in ontology."""

    states: ClassVar = {iso: SimpleNamespace(iso=iso, names=names) for iso, names in STATES.items()}

    def state_name(self, iso, language):
        return STATES.get(iso, {}).get(language, iso)

    def lookup(self, lemmas):
        hits = {"казахский": ("KZ", "adjective"), "республика казахстан": ("KZ", "state")}
        found = hits.get(lemmas)
        return None if found is None else SimpleNamespace(iso=found[0], kind=found[1], name="Казахстан")


def stand_in_ontology():
    """What the report asks of an ontology, for tests that do not depend on its files."""
    events = {
        name: SimpleNamespace(
            id=name,
            direction=direction,
            policy=name in POLICY,
            labels={"en": name.replace("_", " ").capitalize(), "ru": RUSSIAN.get(name, name)},
            frames={"ru": ("frame",), "kk": ()},
            triggers={"en": ("trigger",)},
        )
        for name, direction in DIRECTIONS.items()
    }
    profiles = {
        "deserter": SimpleNamespace(labels={"en": "deserter", "ru": "дезертир"}),
        "activist": SimpleNamespace(labels={"en": "activist", "ru": "активист"}),
        "minor": SimpleNamespace(labels={"en": "minor", "ru": "несовершеннолетний"}),
    }
    return SimpleNamespace(events=events, places=Places(), profiles=profiles)


@dataclasses.dataclass
class Builder:
    """Collects records; every method returns the id or the record that later calls name."""

    documents: list = dataclasses.field(default_factory=list)
    statements: list = dataclasses.field(default_factory=list)
    mentions: list = dataclasses.field(default_factory=list)
    persons: list = dataclasses.field(default_factory=list)
    events: list = dataclasses.field(default_factory=list)
    cases: list = dataclasses.field(default_factory=list)
    figures: list = dataclasses.field(default_factory=list)
    calendar: list = dataclasses.field(default_factory=list)
    conflicts: list = dataclasses.field(default_factory=list)
    judgements: list = dataclasses.field(default_factory=list)
    reviews: list = dataclasses.field(default_factory=list)
    problems: list = dataclasses.field(default_factory=list)

    def document(self, text, published=None, publisher=None, url=None, *, title=None, language="ru", duplicate_of=None):
        day = None if published is None else dt.date.fromisoformat(published)
        name = content_id("d", text, url, published, len(self.documents))
        digest = hashlib.sha256(text.encode()).hexdigest()
        self.documents.append(
            Document(name, None, "s0", url, title, publisher, day, "2026-03-06T00:00:00+00:00", language, digest,
                     duplicate_of, text)
        )  # fmt: skip
        return self.documents[-1]

    def say(self, document, quote, name=None, *, kind="event", status="reported", dates=None, roles=(), **more):
        start = document.text.index(quote)
        earliest, latest = span(dates)
        values = {"attributed_to": None, "speaker": None, "about": None, "amount": None, "count": None, **more}
        found = Statement(
            id=content_id("st", document.id, start, quote, name, kind), document=document.id, start=start,
            end=start + len(quote), quote=quote, kind=kind, type=name, status=status, earliest=earliest, latest=latest,
            date_text=None, roles=tuple(Role(n, v) for n, v in roles), confidence=0.9, found_by="frame:test", **values,
        )  # fmt: skip
        self.statements.append(found)
        return found

    def person(self, name=None, count=1, profiles=(), document=None, forms=()):
        mentions = []
        for form in forms:
            start = document.text.index(form)
            mention = content_id("m", document.id, start, form)
            self.mentions.append(
                Mention(mention, document.id, start, start + len(form), form, "name", name, mention, 1, None, ())
            )
            mentions.append(mention)
        identity = content_id("p", name, count, profiles, len(self.persons))
        names = () if name is None else (name, *(f for f in forms if f != name))
        self.persons.append(Person(identity, names, name is None, count, tuple(profiles), tuple(mentions)))
        return identity

    def event(self, name, statements, persons=(), *, dates=None, host="KZ", status="reported", **more):
        earliest, latest = span(dates)
        values = {"about": None, "place": None, "requesting": None, "destination": None, "actors": (), "count": None}
        values |= more
        found = Event(
            id=content_id("e", name, [s.id for s in statements], dates, list(persons), len(self.events)), type=name,
            status=status, earliest=earliest, latest=latest, host=host, persons=tuple(persons),
            statements=tuple(s.id for s in statements), **values,
        )  # fmt: skip
        self.events.append(found)
        return found

    def case(self, persons, events, *, host="KZ", requesting="RU", tracks=(), remedies=(), flags=(), profiles=()):
        ids = tuple(e.id for e in events)
        name = content_id("c", persons, host, requesting)
        self.cases.append(
            Case(name, tuple(persons), host, requesting, tuple(profiles), tuple(tracks), tuple(remedies), flags, ids)
        )
        return self.cases[-1]

    def snapshot(self):
        def ordered(records):
            return tuple(sorted(records, key=lambda r: r.id))

        dossier = Dossier(
            ordered(self.persons), tuple(self.judgements), ordered(self.events), ordered(self.cases),
            ordered(self.figures), ordered(self.calendar), ordered(self.conflicts),
        )  # fmt: skip
        return Snapshot(
            ordered(self.documents), (), ordered(self.mentions), ordered(self.statements), tuple(self.reviews),
            dossier, tuple(self.problems),
        )  # fmt: skip


def span(dates):
    """(earliest, latest) from None, "2026-01-05" or "2026-01-01/2026-01-31"."""
    if dates is None:
        return None, None
    first, _, last = dates.partition("/")
    return dt.date.fromisoformat(first), dt.date.fromisoformat(last or first)


def empty():
    """A ledger without anything."""
    return Builder().snapshot()


RUSSIAN_TEXT = (
    "В конце января Генпрокуратура постановила выдать Артёма Ласточкина России. Верховный суд приостановил решение "
    "о выдаче 24 февраля. В декабре в убежище ему отказали. Защита намерена обжаловать отказ.\n"
    "2 февраля дезертира передали российской военной базе. Ещё одному дезертиру, по словам правозащитников, отказали "
    "в убежище. Сын Ласточкина Егор Ласточкин, 12 лет, был задержан вместе с ним в августе.\n"
    "Казахстан: по закону два нарушения в год дают основание для лишения вида на жительство. Новых высылок, скорее "
    "всего, не последует. Учите язык. Через границу въехало около 660 000 человек. 15 марта пройдёт референдум."
)
ENGLISH_TEXT = (
    "On 28 January Denis Skvortsov, a programmer, was expelled to Russia. An army deserter had been extradited "
    "between 2022 and 2025. Ms Malinina says she was threatened with extradition. The prosecutor ruled on 27 January "
    "to extradite Lastochkin."
)
ABSTRACT_TEXT = "Соискателя Ласточкина освободили 3 марта. Въехало 640 000 человек."


def sample():
    """A ledger with most of what a report can meet: conflicts, flags, a minor, unnamed persons, an abstract."""
    b = Builder()
    ru = b.document(RUSSIAN_TEXT, "2026-03-05", "Степной вестник", "https://steppe.example/a/1", title="Тихая гавань")
    en = b.document(
        ENGLISH_TEXT, "2026-02-12", "Harbour Times", "https://harbour.example/2", title="Sent back", language="en"
    )
    ab = b.document(ABSTRACT_TEXT, "2026-03-04", "abstract of news.example", "https://news.example/3")
    b.document("Қазақ тіліндегі мәтін.", None, "Дала", "https://dala.example/4", language="kk")
    _extradition_case(b, ru, en, ab)
    _minor_and_unnamed(b, ru)
    _removals(b, en)
    _sayings_and_figures(b, ru, ab)
    b.problems.append(Problem("statement", ru.id, "Одно предложение длиннее допустимого: разбейте его."))
    return b.snapshot()


def _extradition_case(b, ru, en, ab):
    """An order that was approved by two differing accounts, then suspended; release told by an abstract."""
    last = b.person("Артём Ласточкин", 1, ("activist",), ru, ("Артёма Ласточкина",))
    order = [
        b.say(ru, "Генпрокуратура постановила выдать Артёма Ласточкина России", "extradition_approved"),
        b.say(en, "The prosecutor ruled on 27 January to extradite Lastochkin", "extradition_approved"),
    ]
    told = {
        "refused": b.say(ru, "В декабре в убежище ему отказали", "asylum_refused"),
        "halted": b.say(ru, "Верховный суд приостановил решение о выдаче 24 февраля", "extradition_suspended"),
        "planned": b.say(ru, "Защита намерена обжаловать отказ", "appeal_filed", status="planned", speaker="lawyer"),
        "freed": b.say(ab, "Соискателя Ласточкина освободили 3 марта", "released"),
    }
    court, office = ("Верховный суд",), ("Генпрокуратура",)
    approved = b.event(
        "extradition_approved", order, [last], dates="2026-01-21/2026-01-31", requesting="RU", actors=office
    )
    events = [
        b.event("asylum_refused", [told["refused"]], [last], dates="2025-12-01/2025-12-31", requesting="RU"),
        approved,
        b.event("extradition_suspended", [told["halted"]], [last], dates="2026-02-24", actors=court),
        b.event("released", [told["freed"]], [last], dates="2026-03-03"),
        b.event("appeal_filed", [told["planned"]], [last], about="asylum", status="planned"),
    ]
    flag = Flag("removal_during_asylum", "extradition_approved while asylum: refused", (order[0].id,))
    tracks = (("extradition", "suspended"), ("asylum", "refused_open"), ("military", "none"))
    remedies = ("appeal", "un_petition")
    case = b.case([last], events, profiles=("activist",), flags=(flag,), tracks=tracks, remedies=remedies)
    sides = (
        ConflictValue("2026-01-21/2026-01-31", (order[0].id,)),
        ConflictValue("2026-01-27", (order[1].id,)),
    )
    b.conflicts.append(Conflict("x1", case.id, approved.id, None, "date", sides))


def _minor_and_unnamed(b, ru):
    """A boy who must not be named, a deserter handed over, two deserters who were refused."""
    son = b.person("Егор Ласточкин", 1, ("minor",), ru, ("Егор Ласточкин",))
    base, refused = b.person(profiles=("deserter",)), b.person(count=2, profiles=("deserter",))
    text = "Сын Ласточкина Егор Ласточкин, 12 лет, был задержан вместе с ним в августе"
    held = b.event("detained", [b.say(ru, text, "detained")], [son], dates="2025-08-01/2025-08-31")
    b.case([son], [held], profiles=("minor",))
    said = b.say(ru, "2 февраля дезертира передали российской военной базе", "handed_to_military")
    given = b.event("handed_to_military", [said], [base], dates="2026-02-02")
    b.case([base], [given], profiles=("deserter",))
    text = "Ещё одному дезертиру, по словам правозащитников, отказали в убежище"
    said = b.say(ru, text, "asylum_refused", attributed_to="правозащитники", speaker="ngo")
    b.case([refused], [b.event("asylum_refused", [said], [refused])], profiles=("deserter",))


def _removals(b, en):
    """An expulsion with a day, an extradition somewhere in four years, one that is only alleged."""
    skvortsov = b.person("Denis Skvortsov", 1, (), en, ("Denis Skvortsov",))
    said = b.say(en, "On 28 January Denis Skvortsov, a programmer, was expelled to Russia", "expelled")
    b.case([skvortsov], [b.event("expelled", [said], [skvortsov], dates="2026-01-28", destination="RU")])
    early, malinina = b.person(profiles=("deserter",)), b.person("Malinina")
    said = b.say(en, "An army deserter had been extradited between 2022 and 2025", "extradited")
    rare = b.event("extradited", [said], [early], dates="2022-01-01/2025-12-31")
    b.case([early], [rare], profiles=("deserter",))
    said = b.say(en, "Ms Malinina says she was threatened with extradition", "extradited", status="alleged")
    b.case([malinina], [b.event("extradited", [said], [malinina], status="alleged")])


def _sayings_and_figures(b, ru, ab):
    """A rule, a forecast, advice, two figures that differ, a referendum ahead."""
    b.say(ru, "по закону два нарушения в год дают основание для лишения вида на жительство", kind="rule")
    b.say(ru, "Новых высылок, скорее всего, не последует", kind="forecast")
    b.say(ru, "Учите язык", kind="advice", speaker="outlet")
    amount = Amount("border_entries", 660000, None, approximate=True)
    entries = b.say(ru, "Через границу въехало около 660 000 человек", "border_entries", kind="figure", amount=amount)
    other = b.say(ab, "Въехало 640 000 человек", "border_entries", kind="figure")
    year = span("2022-01-01/2022-12-31")
    for value, said in ((660000.0, entries), (640000.0, other)):
        name = content_id("f", value)
        about = value > 650000
        b.figures.append(Figure(name, "border_entries", value, None, about, "KZ", None, *year, (said.id,)))
    vote = b.say(ru, "15 марта пройдёт референдум", "referendum", kind="calendar", dates="2026-03-15")
    day = span("2026-03-15")
    b.calendar.append(CalendarEntry("k1", "referendum", "KZ", *day, approximate=False, statements=(vote.id,)))
    b.event("referendum", [vote], dates="2026-03-15", status="planned")
    b.reviews.append(Review(entries.id, "accepted", (), "checked", "reviewer", "2026-03-06T00:00:00+00:00"))


def history(recent=(2, 3), earlier=36, old_months=(17,), sources=3):
    """36 months with one transfer in month 18, then two months with two and three: documents in every month."""
    b = Builder()
    counts = [sum(m == k for m in old_months) for k in range(earlier)] + list(recent)
    for k, number in enumerate(counts):
        year, month = 2023 + k // 12, k % 12 + 1
        b.document(f"Обзор за месяц {k}.", f"{year}-{month:02d}-20", "Обзор", f"https://review.example/{k}")
        for n in range(number):
            outlet = f"https://outlet{n % sources}.example/{k}"
            doc = b.document(f"Человека {k}-{n} выдали.", f"{year}-{month:02d}-25", None, outlet)
            person = b.person(f"Имя {k}-{n}")
            said = b.say(doc, doc.text[:-1], "extradited")
            event = b.event("extradited", [said], [person], dates=f"{year}-{month:02d}-10")
            b.case([person], [event])
    last = 2023 + (len(counts) - 1) // 12, (len(counts) - 1) % 12 + 1
    b.document("Итог.", str(dt.date(last[0] + last[1] // 12, last[1] % 12 + 1, 1) - dt.timedelta(days=1)))
    return b.snapshot()


def large(number):
    """`number` cases of invented persons with four events each, told by one document a case."""
    b = Builder()
    steps = ("detained", "extradition_approved", "extradition_suspended", "asylum_refused")
    for k in range(number):
        day = dt.date(2021, 1, 1) + dt.timedelta(days=k % 1800)
        text = f"Человек номер {k} задержан, его решили выдать, выдачу приостановили, в убежище отказали."
        doc = b.document(
            text, str(day + dt.timedelta(days=40)), f"Издание {k % 50}", f"https://outlet{k % 50}.example/{k}"
        )
        person = b.person(None if k % 7 == 0 else f"Человек номер {k}", 1, ("deserter",) if k % 7 == 0 else ())
        quotes = (f"Человек номер {k} задержан", "его решили выдать", "выдачу приостановили", "в убежище отказали")
        events = [
            b.event(
                step, [b.say(doc, quote, step)], [person], dates=str(day + dt.timedelta(days=9 * i)), requesting="RU"
            )
            for i, (step, quote) in enumerate(zip(steps, quotes, strict=True))
        ]
        b.case([person], events, tracks=(("extradition", "suspended"),))
    return b.snapshot()


def unsure(left, right):
    """A judgement that leaves two mentions open."""
    return Judgement(*sorted((left, right)), "unsure", 0.5, (), "rule:test", None)
