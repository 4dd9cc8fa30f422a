"""French news sentences, each with its day of publication and the closed interval worked out by hand, and traps."""

import datetime as dt

import pytest

from havenwatch.text.dates import read_dates

DATED = """
2025-11-18|Le consul lui a rendu visite [jeudi dernier].|2025-11-13 2025-11-13
2025-11-18|Le tribunal rendra sa décision [vendredi].|2025-11-21 2025-11-21
2025-11-18|Son avocate a fait appel [vendredi].|2025-11-14 2025-11-14
2023-02-03|Au cours des [deux derniers mois], neuf personnes ont été livrées.|2022-12-03 2023-02-03
2023-02-03|Il a été arrêté le 29 janvier ; [le lendemain], il était en prison.|2023-01-30 2023-01-30
2023-02-03|Le contact a été perdu [fin janvier].|2023-01-21 2023-01-31
2023-02-03|Il a disparu [début janvier].|2023-01-01 2023-01-10
2023-02-03|L'audience est fixée à la [mi-février].|2023-02-11 2023-02-20
2026-03-09|L'interdiction expire [le 17 mars].|2026-03-17 2026-03-17
2026-03-09|Son passeport a été annulé [le 30 décembre].|2025-12-30 2025-12-30
2026-03-09|Elle vit cachée [depuis octobre].|2025-10-01 2026-03-09
2026-03-09|Elle vit ici [depuis 2022].|2022-01-01 2026-03-09
2026-03-09|La décision prendra effet [dans dix jours].|2026-03-19 2026-03-19
2026-03-09|La plainte sera déposée [d'ici vendredi].|- 2026-03-13
2026-03-09|Le recours doit être formé [avant le 20 mars].|- 2026-03-19
2024-08-25|Le camp restera fermé [jusqu'au 10 octobre].|- 2024-10-10
2024-08-25|Les nouvelles règles s'appliquent [à partir du 1er septembre].|2024-09-01 -
2024-08-25|Il a obtenu l'asile [il y a trois ans].|2021-01-01 2021-12-31
2024-08-25|[Avant-hier], le consul a été refoulé.|2024-08-23 2024-08-23
2024-08-25|[Il y a une semaine], un codétenu a confirmé les coups.|2024-08-12 2024-08-18
2024-08-25|Il a franchi la frontière [l'été dernier].|2023-06-01 2023-08-31
2024-08-25|[Jeudi soir], les gardiens l'ont frappé.|2024-08-22 2024-08-22
2024-08-25|Le juge l'a placé en détention pour [deux mois].|- -
2024-08-25|[Demain], le parquet rendra son avis.|2024-08-26 2024-08-26
2022-01-06|Le blogueur a été libéré le [jour de l'An].|2022-01-01 2022-01-01
2022-01-06|[L'année dernière], quarante personnes ont été expulsées.|2021-01-01 2021-12-31
2022-01-06|L'affaire a été ouverte en [décembre 2021].|2021-12-01 2021-12-31
2022-01-06|[Le mois dernier], douze hommes ont été renvoyés.|2021-12-01 2021-12-31
2022-01-06|Le jugement a été rendu à [Noël].|2021-12-25 2021-12-25
2022-01-06|Il a été relâché [hier soir].|2022-01-05 2022-01-05
2022-01-06|L'appel sera examiné en [février prochain].|2022-02-01 2022-02-28
2022-01-06|[Mardi 28 décembre], l'association a été dissoute.|2021-12-28 2021-12-28
2025-11-18|La demande date de [fin 2023].|2023-09-01 2023-12-31
2025-11-18|La commission a étudié les dossiers [du 12 au 14 novembre].|2025-11-12 2025-11-14
2025-11-18|Elle a siégé [entre le 3 et le 7 novembre].|2025-11-03 2025-11-07
2025-11-18|Deux sont passés le 14 novembre et trois autres [deux jours plus tard].|2025-11-16 2025-11-16
2025-11-18|[Le week-end dernier], il a quitté le pays.|2025-11-15 2025-11-16
2025-11-18|[La semaine dernière], sa mère a reçu une lettre.|2025-11-10 2025-11-16
2025-11-18|Le procès s'ouvrira [la semaine prochaine].|2025-11-24 2025-11-30
2023-02-03|Les expulsions ont augmenté au [second semestre 2022].|2022-07-01 2022-12-31
2023-02-03|Vingt mille personnes sont arrivées [de juin 2022 à janvier 2023].|2022-06-01 2023-01-31
2023-02-03|Dans les [années 1990], la loi était plus douce.|1990-01-01 1999-12-31
2023-02-03|Au [printemps 2022], il avait fui.|2022-03-01 2022-05-31
2026-03-09|[Le 3 mars au matin], la police a perquisitionné les lieux.|2026-03-03 2026-03-03
2026-03-09|Elle écrit [tous les lundis].|- -
2026-03-09|Dans [la nuit de samedi à dimanche], le foyer a été fouillé.|2026-03-07 2026-03-08
2026-03-09|Vers [la mi-2025], le dossier a été rouvert.|2025-05-01 2025-08-31
2023-02-03|La loi remonte à [1998].|1998-01-01 1998-12-31
2025-11-18|Il a été jugé en 2019. [L'année suivante], il est parti.|2020-01-01 2020-12-31
2025-11-18|Il fut arrêté en mai 2021 et livré [le mois suivant].|2021-06-01 2021-06-30
2024-08-25|Au [premier trimestre 2024], cent affaires ont été ouvertes.|2024-01-01 2024-03-31
2024-08-25|L'arrêté du [20/08/2024] a été attaqué.|2024-08-20 2024-08-20
"""
TRAPS = """
2025-11-18|Il a [19 ans] et vient de Tchita.
2023-02-03|Le vol [2024] a été retardé.
2026-03-09|L'amende est passée à [2025 euros].
2024-08-25|Madame [Avril] a demandé l'asile.
2022-01-06|Il invoque l'article [2019] du code.
2025-11-18|La rue du [4-Septembre] est fermée.
2023-02-03|L'équipe a gagné [3-1] à Lyon.
2026-03-09|Il a [été] arrêté à Paris.
2024-08-25|La sonde partira pour la planète [Mars].
"""


def overlapping(published, marked):
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    spans = read_dates(text, language="fr", published=dt.date.fromisoformat(published))
    return [s for s in spans if s.start < end and start < s.end]


@pytest.mark.parametrize("line", DATED.strip().splitlines())
def test_interval(line):
    published, marked, expected = line.split("|")
    got = [" ".join(str(day or "-") for day in (s.earliest, s.latest)) for s in overlapping(published, marked)]
    assert got == [expected]


@pytest.mark.parametrize("line", TRAPS.strip().splitlines())
def test_trap_is_left_alone(line):
    assert overlapping(*line.split("|")) == []
