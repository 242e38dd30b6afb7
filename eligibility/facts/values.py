"""
What the tree and the engines see of a fact: an integer, a truth, a word, a set of words.

Money is cents, scores are hundredths, days are ordinals. An unknown fact is
absent: there is no value that means "unknown".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from eligibility.documents import Form, Scalar
from eligibility.errors import did_you_mean
from eligibility.facts.catalogue import Fact, FactName, FactType
from eligibility.facts.problems import CONTROL_CLASS, MAX_TEXT, Problem, described
from eligibility.language import Lang, Text, amount, day, listed, number, one_of
from eligibility.quantities import scaled, unscaled

__all__ = [
    "EARLIEST",
    "LATEST",
    "MARK",
    "Facts",
    "Misfit",
    "Value",
    "Words",
    "parse",
    "plain",
    "shown",
]

MARK = ";"
"""Stands between the words of a set, and between the items of a list, in one cell of a table."""

EARLIEST, LATEST = date(1800, 1, 1), date(2200, 12, 31)
"""Days outside are typing errors."""


@dataclass(frozen=True, slots=True)
class Words:
    """
    A set of words of which some may be in doubt.

    *sure* are in it, and nothing outside *possible* is (None = anything may
    be). A list that is not known at all is absent instead.
    """

    sure: frozenset[str]
    possible: frozenset[str] | None

    @classmethod
    def exactly(cls, words: frozenset[str]) -> "Words":
        """The set known in full."""
        return cls(words, words)


Value = bool | int | str | Words
Facts = Mapping[FactName, Value]


class Misfit(Exception):
    """A value that does not fit its fact: what is wrong, and the cure."""

    def __init__(self, code: str, message: Text, hint: Text | None = None) -> None:
        self.code = code
        self.message = message
        self.hint = hint
        super().__init__(message.en)


_CONTROL = re.compile(f"[{CONTROL_CLASS}]")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_GROUPED = re.compile(r"[-+]?\d{1,3}([ \u00a0\u202f'_]\d{3})+([.,]\d+)?\s*(€|EUR)?", re.ASCII)


def parse(fact: Fact, typed: Scalar) -> Value:
    """
    The value of one scalar typed for *fact* (for a fact of words: one of its words).

    Raises:
        Misfit: with words for the person who typed it.
    """
    match fact.type:
        case FactType.AMOUNT | FactType.NUMBER:
            return _number(fact, typed)
        case FactType.BOOLEAN:
            return _truth(fact, typed)
        case FactType.DATE:
            return _day(fact, typed).toordinal()
        case FactType.WORD | FactType.WORDS | FactType.PROCEEDINGS:
            return _word(fact, typed)
        case FactType.CODE:
            return _code(fact, typed)
        case FactType.TEXT:
            return _text(fact, typed)


NOTHING = Text("rien de la liste", "nothing of the list")
"""How an empty set of words is told, whatever its words are."""


def plain(fact: Fact, value: Value) -> object:
    """*value* as JSON has it: euros, ISO days, sorted lists."""
    if isinstance(value, Words):
        return sorted(value.sure)
    if fact.is_number and not isinstance(value, str):
        return unscaled(value, fact.scale)
    if fact.type is FactType.DATE and isinstance(value, int):
        return date.fromordinal(value).isoformat()
    return value


def shown(fact: Fact, value: Value, lang: Lang) -> str:
    """*value* as a person reads it, with its unit."""
    if isinstance(value, Words):
        words = [fact.word_label(word)[lang] for word in sorted(value.sure)]
        return listed(words, lang) or NOTHING[lang]
    if isinstance(value, bool):
        return Text("oui", "yes")[lang] if value else Text("non", "no")[lang]
    if isinstance(value, str):
        return fact.word_label(value)[lang] if fact.type is FactType.WORD else value
    if fact.type is FactType.DATE:
        return day(date.fromordinal(value), lang)
    if fact.type is FactType.AMOUNT:
        return amount(value, lang)
    text = number(value, fact.decimals, lang)
    return f"{text} {fact.unit_text(value, lang)}" if fact.unit_label else text


def _is_text(typed: Scalar) -> bool:
    return typed.form is Form.QUOTED


def _wrong(fact: Fact, typed: Scalar, problem: Problem, hint: Text | None = None) -> Misfit:
    said = described(fact, problem)
    return Misfit(
        "wrong-value",
        Text(
            f"`{fact.name}` vaut `{typed.shown}`, {said.fr}",
            f"`{fact.name}` is `{typed.shown}`, {said.en}",
        ),
        hint,
    )


def _number(fact: Fact, typed: Scalar) -> int:
    example = fact.example or "12000"
    if _is_text(typed):
        bare = _bare(typed.text) or example
        hint = Text(f"écrivez-le sans guillemets : {bare}", f"write it without quotes: {bare}")
        raise _wrong(fact, typed, Problem.NOT_A_NUMBER, hint)
    try:
        value = scaled(typed.text, fact.scale)
    except ValueError as error:
        raise _not_a_number(fact, typed, str(error), example) from None
    if fact.minimum is not None and value < fact.minimum:
        raise _wrong(fact, typed, Problem.TOO_SMALL)
    if fact.maximum is not None and value > fact.maximum:
        raise _wrong(fact, typed, Problem.TOO_GREAT)
    return value


def _bare(text: str) -> str | None:
    """The number that a quoted text plainly is, a French comma as a point; None when in doubt."""
    bare = re.sub(r"[ \u00a0\u202f'_€]", "", text).replace(",", ".")
    return bare if re.fullmatch(r"-?\d{1,16}(\.\d{1,2})?", bare, re.ASCII) else None


def _not_a_number(fact: Fact, typed: Scalar, problem: str, example: str) -> Misfit:
    if problem == "decimals":
        to_cents = Text("arrondissez au centième", "round it to the hundredth")
        return _wrong(fact, typed, Problem.DECIMALS, to_cents if fact.scale else None)
    if problem == "range":
        return _wrong(fact, typed, Problem.OUT_OF_BOUNDS)
    digits = None
    if _GROUPED.fullmatch(typed.text):
        digits = re.sub(r"[^\d,.+-]", "", typed.text).replace(",", ".")
    elif re.fullmatch(r"-?\d+,\d+", typed.text):
        digits = typed.text.replace(",", ".")
    elif re.fullmatch(r"-?0\d+", typed.text):
        sign = "-" if typed.text.startswith("-") else ""
        digits = sign + (typed.text.lstrip("-0") or "0")
    if digits is not None:
        hint = Text(f"écrivez {digits}", f"write it as {digits}")
    else:
        hint = Text(
            f"écrivez un nombre, par exemple {example}, ou retirez la ligne s'il n'est pas connu",
            f"write a number such as {example}, or remove the line if it is not known",
        )
    return _wrong(fact, typed, Problem.NOT_A_NUMBER, hint)


def _truth(fact: Fact, typed: Scalar) -> bool:
    if not _is_text(typed) and typed.text in ("true", "false"):
        return typed.text == "true"
    raise _wrong(
        fact,
        typed,
        Problem.NOT_A_TRUTH,
        Text(
            "écrivez true (oui) ou false (non), ou retirez la ligne si ce n'est pas connu",
            "write true or false, or remove the line if it is not known",
        ),
    )


def _day(fact: Fact, typed: Scalar) -> date:
    hint = Text("écrivez le jour ainsi : 2023-02-01", "write the day as 2023-02-01")
    if typed.form not in (Form.PLAIN, Form.QUOTED) or not _DATE.fullmatch(typed.text):
        raise _wrong(fact, typed, Problem.NOT_A_DAY, hint)
    try:
        when = date.fromisoformat(typed.text)
    except ValueError:
        raise _wrong(fact, typed, Problem.NOT_A_DAY, hint) from None
    if not EARLIEST <= when <= LATEST:
        raise _wrong(fact, typed, Problem.DAY_OUT_OF_BOUNDS)
    return when


def _word(fact: Fact, typed: Scalar) -> str:
    known = dict(fact.words)
    if typed.form in (Form.PLAIN, Form.QUOTED):
        if typed.text in known:
            return typed.text
        if fact.open_list and re.fullmatch(r"[a-z][a-z0-9_]{0,59}", typed.text, re.ASCII):
            return typed.text
    choices = Text(
        "mots possibles : " + one_of(known, Lang.FR), "possible words: " + one_of(known, Lang.EN)
    )
    raise _wrong(
        fact,
        typed,
        Problem.UNKNOWN_WORD,
        did_you_mean(typed.text, known) or choices,
    )


def _code(fact: Fact, typed: Scalar) -> str:
    example = fact.example or ""
    if typed.form is Form.NUMBER:
        raise _wrong(
            fact,
            typed,
            Problem.NUMBER_FOR_TEXT,
            Text(f'mettez des guillemets : "{example}"', f'put it in quotes: "{example}"'),
        )
    if typed.form is Form.LITERAL or not re.fullmatch(fact.pattern or ".+", typed.text, re.ASCII):
        raise _wrong(
            fact,
            typed,
            Problem.WRONG_FORM,
            Text(f'par exemple "{example}"', f'for example "{example}"'),
        )
    return typed.text


def _text(fact: Fact, typed: Scalar) -> str:
    if typed.form in (Form.NUMBER, Form.LITERAL):
        raise _wrong(
            fact,
            typed,
            Problem.NOT_TEXT,
            Text("mettez le texte entre guillemets", "put the text in quotes"),
        )
    if _CONTROL.search(typed.text):
        raise Misfit(
            "control-character",
            Text(
                f"`{fact.name}` contient un caractère de commande",
                f"`{fact.name}` holds a control character",
            ),
            Text("retapez ce texte", "type this text again"),
        )
    if len(typed.text) > MAX_TEXT:
        raise Misfit(
            "too-long",
            Text(
                f"`{fact.name}` dépasse {MAX_TEXT} caractères",
                f"`{fact.name}` is longer than {MAX_TEXT} characters",
            ),
        )
    return typed.text
