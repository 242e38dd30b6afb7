"""
What can be wrong with a value that was typed for a fact, in words.

The words are the same for one dossier and for a table of a million.
"""

from enum import Enum

from eligibility.facts.catalogue import Fact, FactType
from eligibility.language import Lang, Text, number

__all__ = ["CONTROL_CLASS", "MAX_TEXT", "Problem", "described"]

MAX_TEXT = 10_000
"""Signs that a text may have."""

CONTROL_CLASS = r"\x00-\x08\x0b-\x1f\x7f-\x9f" + "".join(
    map(chr, (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)
"""Signs that a text may not have, as the inside of a class of a regular expression."""


class Problem(Enum):
    """One way in which a value does not fit its fact."""

    NOT_A_NUMBER = "not-a-number"
    DECIMALS = "decimals"
    OUT_OF_BOUNDS = "out-of-bounds"
    TOO_SMALL = "too-small"
    TOO_GREAT = "too-great"
    NOT_A_TRUTH = "not-a-truth"
    NOT_A_DAY = "not-a-day"
    DAY_OUT_OF_BOUNDS = "day-out-of-bounds"
    UNKNOWN_WORD = "unknown-word"
    NUMBER_FOR_TEXT = "number-for-text"
    WRONG_FORM = "wrong-form"
    NOT_TEXT = "not-text"
    CONTROL = "control-character"
    TOO_LONG = "too-long"


def described(fact: Fact, problem: Problem) -> Text:
    """The problem as the end of the sentence « `fact` vaut `…`, … »."""
    match problem:
        case Problem.NOT_A_NUMBER if fact.type is FactType.AMOUNT:
            return Text("ce qui n'est pas un montant en euros", "which is not an amount in euros")
        case Problem.NOT_A_NUMBER:
            return Text("ce qui n'est pas un nombre", "which is not a number")
        case Problem.DECIMALS if fact.scale:
            return Text(
                f"avec plus de {fact.scale} décimales",
                f"with more than {fact.scale} decimals",
            )
        case Problem.DECIMALS:
            return Text("qui n'est pas un entier", "which is not a whole number")
        case Problem.OUT_OF_BOUNDS:
            return Text("un nombre hors limites", "a number out of bounds")
        case Problem.TOO_SMALL:
            return _bound(fact, fact.minimum, Text("moins que", "less than"))
        case Problem.TOO_GREAT:
            return _bound(fact, fact.maximum, Text("plus que", "more than"))
        case Problem.WRONG_FORM:
            return Text(
                f"ce qui n'a pas la forme attendue ({fact.label.fr})",
                f"which does not have the expected form ({fact.label.en})",
            )
        case _:
            return _SAID[problem]


def _bound(fact: Fact, bound: int | None, words: Text) -> Text:
    limit = bound or 0
    fr, en = (number(limit, fact.scale, lang) for lang in (Lang.FR, Lang.EN))
    return Text(f"{words.fr} {fr}", f"{words.en} {en}")


_SAID = {
    Problem.NOT_A_TRUTH: Text("ce qui n'est ni vrai ni faux", "which is neither true nor false"),
    Problem.NOT_A_DAY: Text(
        "ce qui n'est pas un jour du calendrier", "which is not a day of the calendar"
    ),
    Problem.DAY_OUT_OF_BOUNDS: Text("un jour hors limites", "a day out of bounds"),
    Problem.UNKNOWN_WORD: Text("un mot inconnu ici", "a word not known here"),
    Problem.NUMBER_FOR_TEXT: Text(
        "un nombre, où un texte est attendu", "a number where text is expected"
    ),
    Problem.NOT_TEXT: Text("où un texte est attendu", "where text is expected"),
    Problem.CONTROL: Text("avec un caractère de commande", "with a control character"),
    Problem.TOO_LONG: Text(
        f"plus long que {MAX_TEXT} caractères", f"longer than {MAX_TEXT} characters"
    ),
}
