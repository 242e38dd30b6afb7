"""
A page of questions as a person sends it back: answers, what is left open, what is wrong.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from eligibility.facts import Fact, FactName
from eligibility.facts.values import Misfit
from eligibility.interview import Interview, read_answer
from eligibility.language import Lang, Text

__all__ = ["ASIDE", "NONE", "SOME", "UNKNOWN", "Form", "Mistake", "Submitted", "submitted"]

NONE, SOME, UNKNOWN = "none", "some", "unknown"
"""What can be ticked beside a question: there is none, there are some, I do not know."""

ASIDE = "?"
"""The choice "I do not know" among others that exclude one another."""

_MAX_FIELDS = 400
_NOTHING = Text(
    "répondez à cette question, ou choisissez « Je ne sais pas »",
    "answer this question, or choose “I do not know”",
)
_BOTH = Text(
    "vous avez répondu et choisi « Je ne sais pas » : gardez l’un des deux",
    "you answered and chose “I do not know”: keep one of them",
)
_NONE_AND_SOME = Text(
    "vous avez coché « Aucune » et une réponse : gardez l’une des deux",
    "you ticked “None” and an answer: keep one of them",
)
_NONE_AND_UNKNOWN = Text(
    "vous avez coché « Il n’y en a aucune » et « Je ne sais pas » : gardez l’un des deux",
    "you ticked “There are none” and “I do not know”: keep one of them",
)
_TICK = Text("cochez au moins une réponse", "tick at least one answer")


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form, by name, in the order in which they were sent."""

    fields: Mapping[str, Sequence[str]]

    @classmethod
    def read(cls, body: bytes) -> "Form":
        """The form in *body*; raises ValueError for more fields than a page has."""
        pairs = parse_qsl(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MAX_FIELDS
        )
        found: dict[str, list[str]] = {}
        for name, value in pairs:
            found.setdefault(name, []).append(value)
        return cls(found)

    def every(self, name: str) -> Sequence[str]:
        """Every value of a field."""
        return self.fields.get(name, ())

    def one(self, name: str) -> str:
        """The last value of a field; empty where it was not sent."""
        return self.fields.get(name, ("",))[-1]


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with the answer to one question, and the cure."""

    fact: FactName
    message: Text
    hint: Text | None


@dataclass(frozen=True, slots=True)
class Submitted:
    """The interview with the answers that fit, and the mistakes in the others."""

    interview: Interview
    mistakes: tuple[Mistake, ...]


def submitted(
    form: Form, facts: Sequence[Fact], interview: Interview, lang: Lang, *, whole: bool = True
) -> Submitted:
    """
    What was answered to *facts*.

    A question left empty is a mistake only where a clause still waits for it
    once the others are answered, and only where the page must be *whole*.
    """
    mistakes: dict[FactName, Mistake] = {}
    empty: list[Fact] = []
    for fact in facts:
        try:
            found = _answered(form, fact, interview, lang)
        except Misfit as misfit:
            mistakes[fact.name] = Mistake(fact.name, misfit.message, misfit.hint)
            continue
        if found is None:
            empty.append(fact)
        interview = found or interview.without(fact.name)
    still = interview.wanted() if whole else frozenset()
    for fact in empty:
        if fact.name in still:
            mistakes[fact.name] = Mistake(fact.name, _NOTHING, None)
    in_order = (mistakes[fact.name] for fact in facts if fact.name in mistakes)
    return Submitted(interview, tuple(in_order))


def _answered(form: Form, fact: Fact, interview: Interview, lang: Lang) -> Interview | None:
    """The interview with the answer to one question; None where it was left empty."""
    ticked = form.one(f"k:{fact.name}")
    typed = [value for value in form.every(f"a:{fact.name}") if value.strip()]
    if typed == [ASIDE]:
        ticked, typed = UNKNOWN, []
    if {NONE, UNKNOWN} <= set(form.every(f"k:{fact.name}")):
        raise Misfit("both", _NONE_AND_UNKNOWN)
    match ticked, bool(typed):
        case "unknown", True:
            raise Misfit("both", _BOTH)
        case "unknown", False:
            return interview.unknown(fact.name)
        case "none", True:
            raise Misfit("both", _NONE_AND_SOME)
        case "none", False:
            typed = [] if fact.is_words else [""]
        case "some", False:
            raise Misfit("nothing", _TICK)
        case _, False:
            return None
        case _:
            pass
    before = interview.dossier.stated.get(fact.name)
    return interview.answered(fact.name, read_answer(fact, typed, lang, before))
