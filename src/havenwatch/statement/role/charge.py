"""What a person is accused of: the words of the charge beside a trigger of accusation, sentence or search."""

from __future__ import annotations

from collections.abc import Iterator

from havenwatch.statement.clause import clause_heads, descendants, preposition
from havenwatch.statement.scene import Scene
from havenwatch.statement.trigger.frames import Match
from havenwatch.text.tokens import Sentence

TYPES = frozenset({
    "charged", "convicted", "wanted", "wanted_lifted", "custody_ordered", "extradition_requested", "detained",
})  # fmt: skip
# preposition -> cases of the charge: "обвиняют в вымогательстве", "осуждён за поджог", "дело о дезертирстве"
PLACES = {"в": ("Loc",), "во": ("Loc",), "за": ("Acc",), "о": ("Loc",), "об": ("Loc",)}
# nouns that may stand between the trigger and the charge, and themselves are none
FRAMES = frozenset({
    "обвинение", "подозрение", "дело", "статья", "преступление", "совершение", "факт", "запрос", "приговор",
})  # fmt: skip
NEAR = 5  # tokens behind the trigger within which a charge may stand that the parser hung elsewhere
MAX_WORDS = 8  # a longer phrase is no name of a charge
# nouns in the same places that are courts, prisons, times or words of procedure
NOT_CHARGES = frozenset({
    "суд", "тюрьма", "колония", "сизо", "изолятор", "страна", "розыск", "отношение", "аэропорт", "город", "время",
    "год", "выдача", "экстрадиция", "отдел", "стража", "арест", "день", "месяц", "неделя", "ходатайство", "решение",
    "приговор", "вид", "ч", "п", "ст", "камера", "инстанция", "результат", "рамка", "связь", "мнение", "слово",
    "данные", "подозрение", "обвинение", "дело", "статья", "убежище", "беженец", "процесс", "заседание", "граница",
    "сообщение", "запрос", "база", "центр",
})  # fmt: skip


def charge_of(scene: Scene, match: Match) -> tuple[str, int, int] | None:
    """Words of the charge with their offsets, None when the clause names none.

    It is the noun phrase behind "в", "за", "о" of the trigger or of a noun that only frames a charge.
    """
    if match.type not in TYPES:
        return None
    sentence = scene.sentence(match.spot)
    roots = {match.spot[1], *match.terms}
    roots |= {n for n in _same_clause(sentence, match.spot[1]) if sentence.tokens[n].lemma in FRAMES}
    for index in _candidates(scene, sentence, match, roots):
        words = _phrase(sentence, index)
        start, end = sentence.tokens[words[0]].start, sentence.tokens[words[-1]].end
        return scene.text[start:end], start, end
    return None


def _same_clause(sentence: Sentence, index: int) -> Iterator[int]:
    heads = clause_heads(sentence)
    return (n for n, head in enumerate(heads) if head == heads[index])


def _candidates(scene: Scene, sentence: Sentence, match: Match, roots: set[int]) -> Iterator[int]:
    for token in sentence.tokens:
        if token.pos != "NOUN" or token.lemma in NOT_CHARGES or (match.spot[0], token.index) in scene.places:
            continue
        cases = PLACES.get(preposition(sentence, token.index) or "", ())
        near = token.head in roots or 0 < token.index - match.spot[1] < NEAR
        inanimate = not token.has("Animacy", "Anim")
        if near and inanimate and token.feats.get("Case") in cases and not scene.dated(token.start, token.end):
            yield token.index


def _phrase(sentence: Sentence, index: int) -> list[int]:
    """The noun with what hangs on it, in an unbroken run without its preposition and without what a comma cuts off."""
    below = sorted({index, *descendants(sentence, index)})
    words = [n for n in below if sentence.tokens[n].rel != "case" or n > index]
    run = [index]
    for n in reversed([n for n in words if n < index]):
        if n != run[0] - 1:
            break
        run.insert(0, n)
    for n in (n for n in words if n > index):
        if n != run[-1] + 1 or sentence.tokens[n].text in (",", "—", "(", ";") or len(run) >= MAX_WORDS:
            break
        run.append(n)
    return run
