"""
A condition as a lawyer writes it, compiled to the tree.

Whatever is not understood is an error: a clause is never passed in silence.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from eligibility.documents import Document, Form, Path, Scalar, Value
from eligibility.errors import Fault, did_you_mean
from eligibility.facts import Catalogue, Fact, FactName, FactType
from eligibility.facts.values import Misfit, parse
from eligibility.language import Text
from eligibility.logic import (
    All,
    Any,
    Compare,
    Condition,
    Empty,
    Known,
    Named,
    Not,
    OneOf,
    Op,
)

__all__ = ["COMPARISONS", "GROUPS", "Compiler", "Vocabulary"]

GROUPS = ("all", "any", "not")
COMPARISONS = (
    "is",
    "is_not",
    "one_of",
    "none_of",
    "above",
    "at_least",
    "below",
    "at_most",
    "before",
    "on_or_after",
    "empty",
    "known",
    "filled",
)
PART_WORDS = ("reasons", "remedy")
_ORDER = {
    "above": Op.ABOVE,
    "at_least": Op.AT_LEAST,
    "below": Op.BELOW,
    "at_most": Op.AT_MOST,
}
_DATES = {"before": Op.BELOW, "on_or_after": Op.AT_LEAST}
_BY_TYPE: dict[FactType, tuple[str, ...]] = {
    FactType.AMOUNT: ("is", "is_not", "above", "at_least", "below", "at_most", "known"),
    FactType.NUMBER: ("is", "is_not", "above", "at_least", "below", "at_most", "known"),
    FactType.BOOLEAN: ("is", "is_not", "known"),
    FactType.DATE: ("is", "is_not", "before", "on_or_after", "known"),
    FactType.WORD: ("is", "is_not", "one_of", "none_of", "known"),
    FactType.WORDS: ("one_of", "none_of", "empty", "known"),
    FactType.PROCEEDINGS: ("one_of", "none_of", "empty", "known"),
    FactType.TEXT: ("empty", "filled", "known"),
    FactType.CODE: ("is", "is_not", "one_of", "none_of", "known"),
}


@dataclass(frozen=True)
class Vocabulary:
    """The names that a condition may use."""

    catalogue: Catalogue
    sums: Mapping[FactName, tuple[FactName, ...]] = field(default_factory=dict)
    predicates: Mapping[FactName, Named] = field(default_factory=dict)

    def names(self) -> list[str]:
        """Every name, for the one that was meant."""
        return [*self.catalogue.facts, *self.sums, *self.predicates]


@dataclass
class Compiler:
    """Compiles the conditions of one document and gathers its faults."""

    document: Document
    vocabulary: Vocabulary
    faults: list[Fault] = field(default_factory=list)

    def fault(self, code: str, path: Path, fr: str, en: str, hint: Text | None = None) -> None:
        self.faults.append(Fault(code, self.document.place(path), Text(fr, en), hint))

    def condition(self, spec: Value, path: Path) -> Condition | None:
        """The tree for *spec*, or None after noting what is wrong with it."""
        if not isinstance(spec, dict):
            self.fault(
                "condition",
                path,
                "une condition s'écrit `donnée: {mot: valeur}`, ou `all:`, `any:`, `not:`",
                "a condition is written `fact: {word: value}`, or `all:`, `any:`, `not:`",
            )
            return None
        keys = [key for key in spec if key not in PART_WORDS]
        if len(keys) != 1:
            self.fault(
                "ungrouped",
                path,
                "une condition porte sur une seule donnée"
                + (f", or elle en nomme {len(keys)} : {', '.join(keys)}" if keys else ""),
                "a condition is about one fact"
                + (f", yet it names {len(keys)}: {', '.join(keys)}" if keys else ""),
                Text(
                    "groupez-les sous `all:` (toutes) ou `any:` (l'une d'elles)",
                    "group them under `all:` or `any:`",
                ),
            )
            return None
        key = keys[0]
        if key in GROUPS:
            return self.group(key, spec[key], (*path, key))
        return self.fact(key, spec[key], (*path, key))

    def group(self, word: str, spec: Value, path: Path) -> Condition | None:
        if word == "not":
            part = self.condition(spec, path)
            return Not(part) if part else None
        if not isinstance(spec, list) or len(spec) < 2:
            self.fault(
                "group",
                path,
                f"`{word}` attend une liste d'au moins deux conditions",
                f"`{word}` needs a list of at least two conditions",
                Text("une seule condition s'écrit sans groupe", "one condition needs no group"),
            )
            return None
        found = [self.condition(item, (*path, index)) for index, item in enumerate(spec)]
        parts = tuple(part for part in found if part is not None)
        if len(parts) < len(found):
            return None
        return All(parts) if word == "all" else Any(parts)

    def fact(self, name: str, spec: Value, path: Path) -> Condition | None:
        words = self.vocabulary
        if name in words.predicates:
            return self.predicate(words.predicates[FactName(name)], spec, path)
        term = words.sums.get(FactName(name), (FactName(name),))
        if term[0] not in words.catalogue:
            self.fault(
                "unknown-fact",
                path,
                f"la condition porte sur `{name}`, or aucune donnée ne porte ce nom",
                f"the condition tests `{name}`, but no fact has that name",
                did_you_mean(name, words.names()),
            )
            return None
        fact = words.catalogue[term[0]]
        if not isinstance(spec, dict) or not spec:
            self.fault(
                "comparison",
                path,
                f"`{name}` attend une comparaison",
                f"`{name}` needs a comparison",
                Text(f"par exemple `{name}: {{is: …}}`", f"for example `{name}: {{is: …}}`"),
            )
            return None
        found = [self.comparison(term, fact, word, spec[word], (*path, word)) for word in spec]
        parts = tuple(part for part in found if part is not None)
        if len(parts) < len(found):
            return None
        return parts[0] if len(parts) == 1 else All(parts)

    def predicate(self, named: Named, spec: Value, path: Path) -> Condition | None:
        if isinstance(spec, dict) and list(spec) == ["is"]:
            typed = spec["is"]
            if isinstance(typed, Scalar) and typed.text in ("true", "false"):
                return named if typed.text == "true" else Not(named)
        self.fault(
            "comparison",
            path,
            f"`{named.name}` est vrai ou faux",
            f"`{named.name}` is true or false",
            Text(f"écrivez `{named.name}: {{is: true}}`", f"write `{named.name}: {{is: true}}`"),
        )
        return None

    def comparison(
        self, term: tuple[FactName, ...], fact: Fact, word: str, spec: Value, path: Path
    ) -> Condition | None:
        allowed = _BY_TYPE[fact.type]
        if word not in allowed:
            unknown = word not in COMPARISONS
            self.fault(
                "unknown-word" if unknown else "word-for-type",
                path,
                f"le mot `{word}` n'existe pas"
                if unknown
                else f"le mot `{word}` ne s'applique pas à `{fact.name}` ({fact.type.value})",
                f"there is no word `{word}`"
                if unknown
                else f"the word `{word}` does not fit `{fact.name}` ({fact.type.value})",
                did_you_mean(word, allowed)
                or Text(
                    "mots possibles : " + ", ".join(allowed), "use one of " + ", ".join(allowed)
                ),
            )
            return None
        match word:
            case "empty" | "filled" | "known":
                return self.presence(fact, word, spec, path)
            case "one_of" | "none_of":
                words = self.word_list(fact, spec, path)
                if words is None:
                    return None
                found = OneOf(fact.name, words)
                return found if word == "one_of" else Not(found)
        value = self.constant(fact, spec, path)
        if value is None:
            return None
        if word == "is":
            return Compare(term, Op.IS, value)
        if word == "is_not":
            return Not(Compare(term, Op.IS, value))
        return Compare(term, _ORDER.get(word) or _DATES[word], value)

    def presence(self, fact: Fact, word: str, spec: Value, path: Path) -> Condition | None:
        if not isinstance(spec, Scalar) or spec.text != "true":
            self.fault(
                "comparison",
                path,
                f"`{word}` ne s'écrit qu'avec `true`",
                f"`{word}` is only written with `true`",
                Text("pour le contraire, utilisez `not:`", "for the contrary, use `not:`"),
            )
            return None
        if word == "known":
            return Known(fact.name)
        return Empty(fact.name) if word == "empty" else Not(Empty(fact.name))

    def word_list(self, fact: Fact, spec: Value, path: Path) -> frozenset[str] | None:
        if not isinstance(spec, list) or not spec:
            self.fault(
                "comparison", path, "une liste de mots est attendue", "needs a list of words"
            )
            return None
        words = [self.constant(fact, item, (*path, index)) for index, item in enumerate(spec)]
        if None in words:
            return None
        return frozenset(str(word) for word in words)

    def constant(self, fact: Fact, spec: Value, path: Path) -> bool | int | str | None:
        """The constant that a fact is held against, scaled as the fact is."""
        if not isinstance(spec, Scalar):
            self.fault("constant", path, "une seule valeur est attendue", "needs a single value")
            return None
        typed = spec
        if fact.is_number:
            bare = self.without_unit(fact, spec, path)
            if bare is None:
                return None
            typed = Scalar(bare, Form.PLAIN)
        try:
            value = parse(fact, typed)
        except Misfit as misfit:
            self.fault("constant", path, misfit.message.fr, misfit.message.en, misfit.hint)
            return None
        return value if isinstance(value, bool | int | str) else None

    def without_unit(self, fact: Fact, spec: Scalar, path: Path) -> str | None:
        unit = "EUR" if fact.type is FactType.AMOUNT else fact.unit
        number, _, stated = spec.text.partition(" ")
        if stated == (unit or ""):
            return number
        wanted = f"{number} {unit}" if unit else number
        self.fault(
            "unit",
            path,
            f"`{spec.text}` n'a pas l'unité de `{fact.name}`",
            f"`{spec.text}` does not have the unit of `{fact.name}`",
            Text(f"écrivez `{wanted}`", f"write `{wanted}`"),
        )
        return None
