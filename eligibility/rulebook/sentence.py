"""
A condition read back as a sentence, in French or in English.

The lawyer signs this sentence, not the YAML: it is made from the tree that
the engines evaluate, so it cannot say anything else.
"""

from datetime import date
from typing import assert_never

from eligibility.facts import Fact, FactName, FactType
from eligibility.facts.values import shown
from eligibility.language import Lang, Text, day, listed, one_of
from eligibility.logic import (
    All,
    Always,
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
from eligibility.rulebook.model import Region

__all__ = ["clause_sentence", "requirement_sentence"]

_COMPARED = {
    Op.ABOVE: Text("{} dépasse {}", "{} is above {}"),
    Op.AT_LEAST: Text("{} est d'au moins {}", "{} is at least {}"),
    Op.BELOW: Text("{} est de moins de {}", "{} is below {}"),
    Op.AT_MOST: Text("{} ne dépasse pas {}", "{} is at most {}"),
}
_CONTRARY = {
    Op.ABOVE: Op.AT_MOST,
    Op.AT_LEAST: Op.BELOW,
    Op.BELOW: Op.AT_LEAST,
    Op.AT_MOST: Op.ABOVE,
}
_ALL = Text("toutes ces conditions sont réunies : {}", "all of these hold: {}")
_ANY = Text("l'une au moins de ces conditions est remplie : {}", "at least one of these holds: {}")


def requirement_sentence(condition: Condition, region: Region, lang: Lang) -> str:
    """The condition in words, without capital or full stop."""
    return _Writer(region, lang).said(condition, True)


def clause_sentence(
    guard: Condition, requirement: Condition | None, region: Region, lang: Lang
) -> str | None:
    """The whole clause in one sentence; None for a clause that tests nothing."""
    if requirement is None:
        return None
    must = requirement_sentence(requirement, region, lang)
    if isinstance(guard, Always):
        return Text(f"Exigence : {must}.", f"Required: {must}.")[lang]
    when = requirement_sentence(guard, region, lang)
    return Text(f"Lorsque {when}, exigence : {must}.", f"Where {when}, required: {must}.")[lang]


class _Writer:
    def __init__(self, region: Region, lang: Lang) -> None:
        self.region = region
        self.lang = lang

    def text(self, fr: str, en: str) -> str:
        return Text(fr, en)[self.lang]

    def said(self, node: Condition, truth: bool) -> str:
        """*node* where *truth*, its contrary where not; negation goes down to the leaves."""
        match node:
            case Always():
                return self.text("toujours", "always") if truth else self.text("jamais", "never")
            case Compare():
                return self.compared(node, truth)
            case OneOf(name, words):
                return self.member(self.region.catalogue[name], words, truth)
            case Empty(name):
                return self.empty(self.region.catalogue[name], truth)
            case Known(name):
                label = self.region.catalogue[name].label[self.lang]
                known = self.text(f"{label} est connu", f"{label} is known")
                return (
                    known
                    if truth
                    else self.text(f"{label} n'est pas connu", f"{label} is not known")
                )
            case Not(part):
                return self.said(part, not truth)
            case Named(name, _):
                return self.stated(self.region.derived[name], truth)
            case All(parts):
                return self.group(parts, truth, _ALL if truth else _ANY)
            case Any(parts):
                return self.group(parts, truth, _ANY if truth else _ALL)
            case _:
                assert_never(node)

    def group(self, parts: tuple[Condition, ...], truth: bool, frame: Text) -> str:
        mark = " ; " if self.lang == Lang.FR else "; "
        numbered = (f"({i}) {self.said(part, truth)}" for i, part in enumerate(parts, 1))
        return frame[self.lang].format(mark.join(numbered))

    def stated(self, fact: Fact, truth: bool) -> str:
        says = fact.says_true if truth else fact.says_false
        return says[self.lang] if says else f"{fact.label[self.lang]} = {truth}"

    def term(self, names: tuple[FactName, ...]) -> Fact:
        if len(names) == 1:
            return self.region.catalogue[names[0]]
        sums = {parts: name for name, parts in self.region.sums.items()}
        return self.region.derived[sums[names]]

    def compared(self, node: Compare, truth: bool) -> str:
        fact = self.term(node.term)
        if isinstance(node.value, bool):
            return self.stated(fact, node.value is truth)
        label, value = fact.label[self.lang], shown(fact, node.value, self.lang)
        if fact.type is FactType.DATE and isinstance(node.value, int):
            return self.dated(label, node.op, date.fromordinal(node.value), truth)
        if fact.type is FactType.WORD:
            value = f"« {value} »" if self.lang == Lang.FR else f"“{value}”"
        if node.op is Op.IS:
            is_, is_not = self.text("est", "is"), self.text("n'est pas", "is not")
            return f"{label} {is_ if truth else is_not} {value}"
        op = node.op if truth else _CONTRARY[node.op]
        return _COMPARED[op][self.lang].format(label, value)

    def dated(self, label: str, op: Op, when: date, truth: bool) -> str:
        written = day(when, self.lang)
        if op is Op.IS:
            return self.text(
                f"{label} {'est' if truth else 'n’est pas'} le {written}",
                f"{label} {'is' if truth else 'is not'} {written}",
            )
        before = (op is Op.BELOW) is truth
        return self.text(
            f"{label} est avant le {written}" if before else f"{label} est le {written} ou après",
            f"{label} is before {written}" if before else f"{label} is on or after {written}",
        )

    def member(self, fact: Fact, words: frozenset[str], truth: bool) -> str:
        order = [word for word, _ in fact.words if word in words]
        order += sorted(words - set(order))
        labels = one_of((fact.word_label(word)[self.lang] for word in order), self.lang)
        label = fact.label[self.lang]
        if fact.is_words:
            return self.text(
                f"{label} comprend {labels}" if truth else f"{label} {self.excludes(fact, order)}",
                f"{label} includes {labels}"
                if truth
                else f"{label} {'includes none of' if len(order) > 1 else 'does not include'} {labels}",
            )
        return self.text(
            f"{label} est {labels}" if truth else f"{label} n'est pas {labels}",
            f"{label} is {labels}" if truth else f"{label} is not {labels}",
        )

    def excludes(self, fact: Fact, words: list[str]) -> str:
        """French: without any of *words*."""
        labels = [fact.word_label(word).fr for word in words]
        if len(labels) == 1:
            return f"ne comprend pas {labels[0]}"
        return f"ne comprend ni {listed(labels, Lang.FR, last=Text('ni', 'nor'))}"

    def empty(self, fact: Fact, truth: bool) -> str:
        label = fact.label[self.lang]
        if fact.is_words:
            return self.text(
                f"{label} est vide" if truth else f"{label} n'est pas vide",
                f"{label} is empty" if truth else f"{label} is not empty",
            )
        return self.text(
            f"{label} n'est pas indiqué" if truth else f"{label} est indiqué",
            f"{label} is not stated" if truth else f"{label} is stated",
        )
