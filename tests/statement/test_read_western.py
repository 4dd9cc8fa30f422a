"""Marked sentences in Spanish, German and French: which acts are read, and whether they happened."""

from __future__ import annotations

import datetime as dt

import pytest

from havenwatch.ontology import load_ontology
from havenwatch.records import Document
from havenwatch.statement import read_document

TOLD = {
    "es": {
        "El periodista ruso Pavel Orlov fue detenido en Ereván.": {"detained reported"},
        "Al periodista ruso Pavel Orlov lo detuvieron ayer en Ereván.": {"detained reported"},
        "Polonia no ha extraditado al bloguero bielorruso Ales Novik.": {"extradited denied"},
        "El bloguero Ales Novik podría ser extraditado a Bielorrusia.": {"extradited planned"},
        "El bloguero Ales Novik habría sido torturado en la cárcel.": {"tortured alleged"},
        "Suecia denegó el asilo a la activista iraní Leila Karimi.": {"asylum_refused reported"},
        "A la activista iraní Leila Karimi se le negó el asilo.": {"asylum_refused reported"},
        "La activista iraní Leila Karimi solicitó asilo en Suecia.": {"asylum_applied reported"},
        "Leila Karimi recurrió la orden de expulsión.": {"appeal_filed reported", "expulsion_ordered implied"},
        "El tribunal condenó a Pavel Orlov a cinco años de cárcel.": {"convicted reported"},
        "Pavel Orlov fue puesto en libertad.": {"released reported"},
        "Un juez ordenó prisión preventiva para Pavel Orlov.": {"custody_ordered reported"},
        "La policía registró el domicilio de Pavel Orlov.": {"searched reported"},
        "El desertor Pavel Orlov huyó de Rusia a Georgia.": {"deserted implied", "fled reported"},
        "Pavel Orlov fue movilizado en septiembre.": {"conscripted reported"},
        "Unos desconocidos golpearon a Pavel Orlov en Tiflis.": {"attacked reported"},
        "Pavel Orlov fue asesinado en Berlín.": {"killed reported"},
        "Georgia impidió la entrada al periodista Pavel Orlov.": {"entry_denied reported"},
        "Pavel Orlov obtuvo la nacionalidad francesa.": {"citizenship_granted reported"},
        "Rusia emitió una orden de captura contra Pavel Orlov.": {"wanted reported"},
        "Pavel Orlov fue absuelto por el tribunal.": {"acquitted reported"},
        "El tribunal suspendió la extradición de Pavel Orlov.": {"extradition_suspended reported"},
        "Amnistía pidió a Serbia que no extraditara a Pavel Orlov.": {"intervention reported"},
        "Si lo deportan, Pavel Orlov será encarcelado.": {"expelled conditional", "custody_ordered conditional"},
        "Pavel Orlov, que fue expulsado de Turquía, se encuentra en Ereván.": {"expelled reported"},
    },
    "de": {
        "Der russische Journalist Pawel Orlow wurde in Eriwan festgenommen.": {"detained reported"},
        "Polen hat den Blogger Ales Nowik nicht ausgeliefert.": {"extradited denied"},
        "Der Blogger Ales Nowik könnte nach Belarus ausgeliefert werden.": {"extradited planned"},
        "Der Blogger Ales Nowik soll im Gefängnis gefoltert worden sein.": {"tortured alleged"},
        "Schweden lehnte den Asylantrag der iranischen Aktivistin Leila Karimi ab.": {"asylum_refused reported"},
        "Der Aktivistin Leila Karimi wurde Asyl verweigert.": {"asylum_refused reported"},
        "Leila Karimi hat in Schweden Asyl beantragt.": {"asylum_applied reported"},
        "Das Gericht verurteilte Pawel Orlow zu fünf Jahren Haft.": {"convicted reported"},
        "Pawel Orlow wurde aus der Haft entlassen.": {"released reported"},
        "Ein Gericht ordnete Untersuchungshaft für Pawel Orlow an.": {"custody_ordered reported"},
        "Die Polizei durchsuchte die Wohnung von Pawel Orlow.": {"searched reported"},
        "Der Deserteur Pawel Orlow floh aus Russland nach Georgien.": {"deserted implied", "fled reported"},
        "Pawel Orlow wurde im September eingezogen.": {"conscripted reported"},
        "Unbekannte verprügelten Pawel Orlow in Tiflis.": {"attacked reported"},
        "Pawel Orlow ist in Berlin ermordet worden.": {"killed reported"},
        "Georgien verweigerte dem Journalisten Pawel Orlow die Einreise.": {"entry_denied reported"},
        "Pawel Orlow erhielt die deutsche Staatsbürgerschaft.": {"citizenship_granted reported"},
        "Russland hat Pawel Orlow zur Fahndung ausgeschrieben.": {"wanted reported"},
        "Das Gericht sprach Pawel Orlow frei.": {"acquitted reported"},
        "Das Gericht setzte die Auslieferung von Pawel Orlow aus.": {"extradition_suspended reported"},
        "Amnesty forderte Serbien auf, Pawel Orlow nicht auszuliefern.": {"intervention reported"},
        "Wenn er abgeschoben wird, kommt Pawel Orlow ins Gefängnis.": {"expelled conditional"},
        "Nachdem Pawel Orlow abgeschoben worden war, verschwand er.": {"expelled reported", "disappeared reported"},
        "Pawel Orlow, der aus der Türkei ausgewiesen wurde, befindet sich in Eriwan.": {"expelled reported"},
    },
    "fr": {
        "Le journaliste russe Pavel Orlov a été arrêté à Erevan.": {"detained reported"},
        "La Pologne n'a pas extradé le blogueur Ales Novik.": {"extradited denied"},
        "Le blogueur Ales Novik pourrait être extradé vers la Biélorussie.": {"extradited planned"},
        "Le blogueur Ales Novik aurait été torturé en prison.": {"tortured alleged"},
        "La Suède a rejeté la demande d'asile de la militante iranienne Leila Karimi.": {"asylum_refused reported"},
        "La militante Leila Karimi s'est vu refuser l'asile.": {"asylum_refused reported"},
        "Leila Karimi a demandé l'asile en Suède.": {"asylum_applied reported"},
        "Leila Karimi a fait appel de l'arrêté d'expulsion.": {"appeal_filed reported", "expulsion_ordered implied"},
        "Le tribunal a condamné Pavel Orlov à cinq ans de prison.": {"convicted reported"},
        "Pavel Orlov a été remis en liberté.": {"released reported"},
        "Un juge a placé Pavel Orlov en détention provisoire.": {"custody_ordered reported"},
        "La police a perquisitionné le domicile de Pavel Orlov.": {"searched reported"},
        "Le déserteur Pavel Orlov a fui la Russie pour la Géorgie.": {"deserted implied", "fled reported"},
        "Pavel Orlov a été mobilisé en septembre.": {"conscripted reported"},
        "Des inconnus ont tabassé Pavel Orlov à Tbilissi.": {"attacked reported"},
        "Pavel Orlov a été assassiné à Berlin.": {"killed reported"},
        "La Géorgie a refusé l'entrée au journaliste Pavel Orlov.": {"entry_denied reported"},
        "Pavel Orlov a obtenu la nationalité française.": {"citizenship_granted reported"},
        "La Russie a émis un mandat d'arrêt contre Pavel Orlov.": {"wanted reported"},
        "Le tribunal a acquitté Pavel Orlov.": {"acquitted reported"},
        "La cour a suspendu l'extradition de Pavel Orlov.": {"extradition_suspended reported"},
        "Amnesty a demandé à la Serbie de ne pas extrader Pavel Orlov.": {"intervention reported"},
        "S'il est expulsé, Pavel Orlov sera emprisonné.": {"expelled conditional", "custody_ordered conditional"},
        "Pavel Orlov, qui a été expulsé de Turquie, se trouve à Erevan.": {"expelled reported"},
    },
}
SILENT = [
    ("es", "El árbitro mostró la tarjeta roja y el delantero fue expulsado."),
    ("es", "La novela cuenta la fuga de un preso que pide asilo."),
    ("de", "Der Verteidiger wurde nach einem Platzverweis gesperrt."),
    ("de", "Der Roman erzählt von einem Häftling, der um Asyl bittet."),
    ("fr", "Le défenseur a été expulsé après un carton rouge."),
    ("fr", "Le film raconte l'évasion d'un détenu qui demande l'asile."),
]
LINES = [(language, text, acts) for language, rows in TOLD.items() for text, acts in rows.items()]


def acts_of(language: str, text: str) -> set[str]:
    document = Document("d1", "x", "s", None, None, None, dt.date(2025, 6, 10), "2026-01-01T00:00:00+00:00", language,
                        "0", None, text)  # fmt: skip
    statements = read_document(document, load_ontology()).statements
    return {f"{s.type} {s.status}" for s in statements if s.kind == "event"}


@pytest.mark.parametrize(("language", "text", "acts"), LINES)
def test_acts_and_their_status(language: str, text: str, acts: set[str]) -> None:
    assert acts_of(language, text) == acts


@pytest.mark.parametrize(("language", "text"), SILENT)
def test_games_and_fiction_tell_no_act(language: str, text: str) -> None:
    assert acts_of(language, text) == set()
