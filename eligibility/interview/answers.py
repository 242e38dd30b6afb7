"""
What a person types or ticks for a question, read as a value.

A person writes `12 000,50 €`, `1/2/2023`, `oui`: unlike a file, where a value
has one form. What is not understood is a misfit, in words for that person.
"""

import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from eligibility.documents import Form, Scalar
from eligibility.facts import Fact, FactType, Stated, Words
from eligibility.facts.problems import CONTROL_CLASS, MAX_TEXT, Problem
from eligibility.facts.proceedings import Proceeding
from eligibility.facts.values import EARLIEST, LATEST, Misfit, Value, parse
from eligibility.language import Lang, Text, number, one_of

__all__ = ["example", "read_answer", "typed"]

_YES = frozenset({"oui", "o", "yes", "y", "true", "vrai"})
_NO = frozenset({"non", "n", "no", "false", "faux"})
_SPACES = re.compile(r"[\s'’]+")
_GROUPS = re.compile(r"(?<![\d.,])(?:\d{1,3})(?:[ \u00a0\u2009\u202f'’]\d{3})+(?!\d)", re.ASCII)
_EUROS = re.compile(r"^(?P<sign>-?)\s*€\s*|\s*(€|eur|euros?)$", re.IGNORECASE)
_FRENCH = re.compile(r"-?(\d+|\d{1,3}(\.\d{3})+(?=,))(,\d+)?|-?\d+\.\d+", re.ASCII)
_ENGLISH = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", re.ASCII)
_LONGEST = 60  # signs that a number may have; also bounds the work on them
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})", re.ASCII)

_CONTROL = re.compile(f"[{CONTROL_CLASS}]")
_CODES = {"control-character": Problem.CONTROL, "too-long": Problem.TOO_LONG}
_CURES = {
    Problem.CONTROL: Text("retapez ce texte", "type this text again"),
    Problem.TOO_LONG: Text("raccourcissez ce texte", "make this text shorter"),
}
_NOTHING = Text("vous n'avez rien écrit", "you wrote nothing")


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
    if fact.is_words:
        words = tuple(dict.fromkeys(_word(fact, each) for each in answer))
        if fact.type is FactType.WORDS:
            return Stated(Words.exactly(frozenset(words)))
        known = before.value if before and isinstance(before.value, tuple) else ()
        kept = tuple(each for each in known if each.kind in words)
        there = {each.kind for each in kept}
        return Stated((*kept, *(Proceeding(kind) for kind in words if kind not in there)))
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
    if not text and fact.type is not FactType.TEXT:
        raise Misfit("wrong-value", _NOTHING, _hint(fact))
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
            bare = _SPACES.sub("", text)
            forms = (text, bare, bare.upper(), bare.lower())
            fitting = next((each for each in forms if _fits(fact, each)), text)
            return str(_parsed(fact, Scalar(fitting, Form.QUOTED)))
        case _:
            return _parsed(fact, Scalar(answer.replace("\r\n", "\n"), Form.QUOTED))


def _fits(fact: Fact, text: str) -> bool:
    return bool(re.fullmatch(fact.pattern or ".+", text, re.ASCII))


def _number(fact: Fact, text: str, lang: Lang) -> Value:
    if len(text) > _LONGEST:
        raise _misfit(fact, text, Problem.OUT_OF_BOUNDS)
    bare = text.replace("−", "-")
    if fact.type is FactType.AMOUNT:
        bare = _EUROS.sub(lambda found: found["sign"] or "", bare)
    else:
        bare = _without_unit(fact, bare.removesuffix("%").rstrip())
    # Only groups of three belong together: `12 50` may be meant as 12,50.
    bare = _GROUPS.sub(lambda found: _SPACES.sub("", found[0]), bare)
    if lang == Lang.FR and _FRENCH.fullmatch(bare):
        plain = bare.replace(".", "").replace(",", ".") if "," in bare else bare
    elif lang == Lang.EN and _ENGLISH.fullmatch(bare):
        plain = bare.replace(",", "")
    else:
        raise _misfit(fact, text, Problem.NOT_A_NUMBER)
    whole, _, rest = plain.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    rest = rest.rstrip("0")
    plain = sign + (digits.lstrip("0") or "0") + (f".{rest}" if rest else "")
    return _parsed(fact, Scalar(plain, Form.PLAIN), text)


def _without_unit(fact: Fact, text: str) -> str:
    """`12` of `12 salariés`, and of `1 employee`."""
    number_, _, unit = text.rpartition(" ")
    label = fact.unit_label
    if not label or not unit or not number_:
        return text
    names = {_folded(each).rstrip("s") for each in (label.fr, label.en)}
    return number_.rstrip() if _folded(unit).rstrip("s") in names else text


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
        if not found and not _ISO_DAY.fullmatch(text):
            raise ValueError  # noqa: TRY301 — the same words for both
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
    if text.strip() in dict(fact.words):
        return text.strip()
    wanted = _folded(text)
    for word, label in fact.words:
        if wanted in (_folded(word), _folded(label.fr), _folded(label.en)):
            return word
    words = Text(
        one_of((each.fr for _, each in fact.words), Lang.FR),
        one_of((each.en for _, each in fact.words), Lang.EN),
    )
    cure = Text(f"réponses possibles : {words.fr}", f"possible answers: {words.en}")
    if fact.open_list:
        with suppress(Misfit):
            return str(parse(fact, Scalar(text.strip(), Form.QUOTED)))
        cure = Text(
            f"{cure.fr} ; ou un mot en minuscules, sans espace ni accent",
            f"{cure.en}; or a word in small letters, without spaces or accents",
        )
    raise Misfit(
        "wrong-value",
        Text(
            f"« {_short(text)} » n'est pas une réponse possible",
            f"“{_short(text)}” is not a possible answer",
        ),
        cure,
    )


def _folded(text: str) -> str:
    bare = text.casefold().replace("’", "'").replace("œ", "oe").replace("æ", "ae")
    bare = unicodedata.normalize("NFKD", bare)
    return " ".join("".join(sign for sign in bare if not unicodedata.combining(sign)).split())


def _parsed(fact: Fact, scalar: Scalar, shown: str | None = None) -> Value:
    """The value as a file would have it; what does not fit is told to a person, not to a file."""
    try:
        return parse(fact, scalar)
    except Misfit as misfit:
        text = scalar.text if shown is None else shown
        problem = _CODES.get(misfit.code) or _problem(fact, scalar)
        raise _misfit(fact, text, problem, misfit.code) from None


def _problem(fact: Fact, scalar: Scalar) -> Problem:
    """What is wrong with a number or a code that is well written and does not fit."""
    if not fact.is_number:
        return Problem.WRONG_FORM
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


def _misfit(fact: Fact, text: str, problem: Problem, code: str = "wrong-value") -> Misfit:
    said, short = _said(fact, problem), _short(text)
    message = Text(f"« {short} » {said.fr}", f"“{short}” {said.en}")
    return Misfit(code, message, _hint(fact) or _CURES.get(problem))


def _said(fact: Fact, problem: Problem) -> Text:
    """The problem as the end of a sentence that begins with what was typed."""
    match problem:
        case Problem.NOT_A_NUMBER if fact.type is FactType.AMOUNT:
            return Text("n'est pas un montant en euros", "is not an amount in euros")
        case Problem.NOT_A_NUMBER:
            return Text("n'est pas un nombre", "is not a number")
        case Problem.DECIMALS if fact.scale:
            return Text(f"a plus de {fact.scale} décimales", f"has more than {fact.scale} decimals")
        case Problem.DECIMALS:
            return Text("n'est pas un nombre entier", "is not a whole number")
        case Problem.TOO_SMALL | Problem.TOO_GREAT:
            low = problem is Problem.TOO_SMALL
            bound = (fact.minimum if low else fact.maximum) or 0
            fr, en = (number(bound, fact.scale, lang) for lang in (Lang.FR, Lang.EN))
            return Text(
                f"est {'inférieur' if low else 'supérieur'} à {fr}",
                f"is {'less' if low else 'more'} than {en}",
            )
        case Problem.CONTROL:
            return Text("contient un caractère de commande", "holds a control character")
        case Problem.TOO_LONG:
            return Text(f"a plus de {MAX_TEXT} caractères", f"has more than {MAX_TEXT} characters")
        case Problem.WRONG_FORM:
            return Text(
                f"n'a pas la forme attendue ({fact.label.fr})",
                f"does not have the expected form ({fact.label.en})",
            )
        case _:
            return Text("est hors limites", "is out of bounds")


def _hint(fact: Fact) -> Text | None:
    fr, en = example(fact, Lang.FR), example(fact, Lang.EN)
    return Text(f"écrivez par exemple {fr}", f"write such as {en}") if fr and en else None


def _short(text: str) -> str:
    text = _CONTROL.sub("?", text)
    return text if len(text) <= 40 else text[:37] + "…"
