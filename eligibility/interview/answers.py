"""
What a person types or ticks for a question, read as a value.

A person writes `12 000,50 €`, `1/2/2023`, `oui`: unlike a file, where a value
has one form. What is not understood is a misfit, in words for that person.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from eligibility.documents import Form, Scalar
from eligibility.facts import Fact, FactType, Stated, Words
from eligibility.facts.problems import Problem, described
from eligibility.facts.proceedings import Proceeding
from eligibility.facts.values import EARLIEST, LATEST, Misfit, Value, parse
from eligibility.language import Lang, Text, number, one_of

__all__ = ["example", "read_answer", "typed"]

_YES = frozenset({"oui", "o", "yes", "y", "true", "vrai"})
_NO = frozenset({"non", "n", "no", "false", "faux"})
_SPACES = re.compile(r"[\s\u00a0\u202f'’]+")
_CURRENCY = re.compile(r"(€|eur|euros?)$", re.IGNORECASE)
_FRENCH = re.compile(r"-?(\d+|\d{1,3}(\.\d{3})+(?=,))(,\d+)?|-?\d+\.\d+", re.ASCII)
_ENGLISH = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", re.ASCII)
_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})", re.ASCII)


def read_answer(
    fact: Fact, answer: Sequence[str], lang: Lang, before: Stated | None = None
) -> Stated:
    """
    The value that *answer* states: one text, or the words of a list.

    An empty list of words is none of them. Of proceedings that *before*
    describes further, those whose kind is still there keep their roles and days.

    Raises:
        Misfit: it is not understood, or not a value of *fact*.
    """
    if fact.type is FactType.PROCEEDINGS:
        kinds = [_word(fact, each) for each in answer]
        known = before.value if before and isinstance(before.value, tuple) else ()
        kept = tuple(each for each in known if each.kind in kinds)
        there = {each.kind for each in kept}
        return Stated((*kept, *(Proceeding(kind) for kind in kinds if kind not in there)))
    if fact.type is FactType.WORDS:
        return Stated(Words.exactly(frozenset(_word(fact, each) for each in answer)))
    return Stated(_value(fact, answer[0] if answer else "", lang))


def typed(fact: Fact, value: Value | tuple[Proceeding, ...], lang: Lang) -> tuple[str, ...]:
    """*value* as a person would type it: what `read_answer` reads back."""
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(each.kind for each in value))
    if isinstance(value, Words):
        return tuple(sorted(value.sure))
    if isinstance(value, bool):
        return ("true" if value else "false",)
    if isinstance(value, int):
        if fact.type is FactType.DATE:
            return (date.fromordinal(value).isoformat(),)
        return (number(value, fact.scale, lang),)
    return (value,)


def example(fact: Fact, lang: Lang) -> str | None:
    """The example of the catalogue as a person would type it."""
    if fact.example is None or fact.type not in (
        FactType.AMOUNT,
        FactType.NUMBER,
        FactType.DATE,
        FactType.CODE,
    ):
        return None
    value = parse(
        fact, Scalar(fact.example, Form.QUOTED if fact.type is FactType.CODE else Form.PLAIN)
    )
    if fact.type is FactType.DATE and lang == Lang.FR and isinstance(value, int):
        return date.fromordinal(value).strftime("%d/%m/%Y")
    return typed(fact, value, lang)[0]


def _value(fact: Fact, answer: str, lang: Lang) -> Value:
    text = answer.strip()
    match fact.type:
        case FactType.AMOUNT | FactType.NUMBER:
            return _number(fact, text, lang)
        case FactType.BOOLEAN:
            return _truth(text)
        case FactType.DATE:
            return _day(fact, text)
        case FactType.WORD:
            return _word(fact, text)
        case FactType.CODE:
            bare = _SPACES.sub("", text).upper()
            fitting = [each for each in (bare, bare.lower(), text) if _fits(fact, each)]
            return str(_parsed(fact, Scalar(fitting[0] if fitting else text, Form.QUOTED)))
        case _:
            return _parsed(fact, Scalar(answer.replace("\r\n", "\n"), Form.QUOTED))


def _fits(fact: Fact, text: str) -> bool:
    return bool(re.fullmatch(fact.pattern or ".+", text, re.ASCII))


def _number(fact: Fact, text: str, lang: Lang) -> Value:
    bare = _CURRENCY.sub("", _SPACES.sub("", text).replace("−", "-"))
    bare = bare.removesuffix("%") if fact.type is FactType.NUMBER else bare
    if lang == Lang.FR and _FRENCH.fullmatch(bare):
        plain = bare.replace(".", "").replace(",", ".") if "," in bare else bare
    elif lang == Lang.EN and _ENGLISH.fullmatch(bare):
        plain = bare.replace(",", "")
    else:
        raise _misfit(fact, text, Problem.NOT_A_NUMBER)
    whole, _, rest = plain.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    plain = sign + (digits.lstrip("0") or "0") + (f".{rest}" if rest else "")
    return _parsed(fact, Scalar(plain, Form.PLAIN), text)


def _truth(text: str) -> bool:
    word = text.casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise Misfit(
        "wrong-value",
        Text(f"« {_short(text)} » n'est ni oui ni non", f"“{_short(text)}” is neither yes nor no"),
        Text("répondez par oui ou par non", "answer yes or no"),
    )


def _day(fact: Fact, text: str) -> Value:
    found = _DAY.fullmatch(text)
    try:
        when = (
            date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(text)
        )
    except ValueError:
        raise Misfit(
            "wrong-value",
            Text(
                f"« {_short(text)} » n'est pas un jour du calendrier",
                f"“{_short(text)}” is not a day of the calendar",
            ),
            Text("écrivez par exemple 01/02/2023", "write such as 01/02/2023 (day first)"),
        ) from None
    if not EARLIEST <= when <= LATEST:
        raise _misfit(fact, text, Problem.DAY_OUT_OF_BOUNDS)
    return when.toordinal()


def _word(fact: Fact, text: str) -> str:
    """A word by its own name or by what it is called, whatever its case and accents."""
    wanted = _folded(text)
    for word, label in fact.words:
        if wanted in (_folded(word), _folded(label.fr), _folded(label.en)):
            return word
    if fact.open_list:
        return str(_parsed(fact, Scalar(text, Form.QUOTED)))
    raise Misfit(
        "wrong-value",
        Text(
            f"« {_short(text)} » n'est pas une réponse possible",
            f"“{_short(text)}” is not a possible answer",
        ),
        Text(
            "réponses possibles : " + one_of((each.fr for _, each in fact.words), Lang.FR),
            "possible answers: " + one_of((each.en for _, each in fact.words), Lang.EN),
        ),
    )


def _folded(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(sign for sign in bare if not unicodedata.combining(sign)).strip()


def _parsed(fact: Fact, scalar: Scalar, shown: str | None = None) -> Value:
    """The value as a file would have it; what does not fit is told to a person, not to a file."""
    try:
        return parse(fact, scalar)
    except Misfit as misfit:
        if misfit.code != "wrong-value":
            raise
        text = scalar.text if shown is None else shown
        problem = _problem(fact, scalar)
        raise _misfit(fact, text, problem) from None


def _problem(fact: Fact, scalar: Scalar) -> Problem:
    """What is wrong with a number or a code that is well written and does not fit."""
    if not fact.is_number:
        return Problem.UNKNOWN_WORD if fact.words else Problem.WRONG_FORM
    whole, _, rest = scalar.text.partition(".")
    if len(rest.rstrip("0")) > fact.scale:
        return Problem.DECIMALS
    if len(whole.lstrip("-")) > 14:
        return Problem.OUT_OF_BOUNDS
    value = int(whole + rest.ljust(fact.scale, "0")[: fact.scale])
    if fact.minimum is not None and value < fact.minimum:
        return Problem.TOO_SMALL
    if fact.maximum is not None and value > fact.maximum:
        return Problem.TOO_GREAT
    return Problem.OUT_OF_BOUNDS


def _misfit(fact: Fact, text: str, problem: Problem) -> Misfit:
    said = described(fact, problem)
    told = Text(
        f"« {_short(text)} » : {said.fr}" if text else "vous n'avez rien écrit",
        f"“{_short(text)}”: {said.en}" if text else "you wrote nothing",
    )
    fr, en = example(fact, Lang.FR), example(fact, Lang.EN)
    hint = Text(f"écrivez par exemple {fr}", f"write such as {en}") if fr and en else None
    return Misfit("wrong-value", told, hint)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "…"
