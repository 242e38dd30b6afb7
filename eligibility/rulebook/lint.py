"""
What is well-formed in the rules and yet suspicious.

The loader already refuses what it does not understand; here is what a second
reader would ask about.
"""

import itertools
from collections import Counter
from collections.abc import Iterator

from eligibility.errors import Fault
from eligibility.facts import FactName, Facts, Value
from eligibility.language import Text
from eligibility.logic import (
    All,
    Always,
    Compare,
    Condition,
    Empty,
    Known,
    Named,
    Not,
    OneOf,
    Op,
    children,
    evaluate,
    facts_of,
    leaves,
)
from eligibility.logic.samples import samples
from eligibility.rulebook.lint_duties import lint_duty
from eligibility.rulebook.model import APPLICANT, Clause, Kind, Region, Scheme, Strategy

__all__ = ["lint", "possible_truths"]

MAX_DEPTH = 3
MAX_CASES = 20_000
_TESTED_KINDS = (Kind.CONDITION, Kind.COMMITMENT, Kind.JUDGEMENT)


def lint(region: Region) -> tuple[Fault, ...]:
    """Every doubt about the rules of *region*, in the order of the files."""
    found: list[Fault] = []
    for part in region.parts:
        for clause in part.clauses:
            found += _clause(clause, region)
        found += _readings(part)
        if isinstance(part, Scheme):
            found += _applicants(part)
            found += _untested(part, region)
    return tuple(found)


def _untested(scheme: Scheme, region: Region) -> Iterator[Fault]:
    """A scheme without any condition would take every dossier, an empty one too."""
    texts = (each.clauses for each in region.strategies if each.id in scheme.texts)
    if not any(clause.is_tested for clauses in (scheme.clauses, *texts) for clause in clauses):
        yield Fault(
            "no-condition",
            scheme.place,
            Text(
                f"`{scheme.id}` n'a aucune condition : un dossier vide serait éligible",
                f"`{scheme.id}` has no condition: an empty dossier would be eligible",
            ),
            Text(
                "vérifiez au moins qui demande (`applicant.kind`)",
                "check at least who applies (`applicant.kind`)",
            ),
        )


def _applicants(scheme: Scheme) -> Iterator[Fault]:
    """A clause that tests who applies names those whom the scheme names."""
    for clause in scheme.clauses:
        admitted = _admitted(clause.requirement)
        if admitted is not None and admitted != set(scheme.applicants):
            yield _fault(
                clause,
                "applicants",
                "elle n'admet pas les mêmes demandeurs que `applicants`",
                "it does not admit the same applicants as `applicants`",
                Text(
                    f"`applicants` : {', '.join(scheme.applicants) or 'rien'}",
                    f"`applicants`: {', '.join(scheme.applicants) or 'nothing'}",
                ),
            )


def _admitted(tree: Condition | None) -> frozenset[str] | None:
    """The applicants that a requirement on nothing else admits."""
    match tree:
        case OneOf(fact, words) if fact == APPLICANT:
            return words
        case Compare(term, Op.IS, str(word)) if term == (APPLICANT,):
            return frozenset({word})
    return None


def _fault(clause: Clause, code: str, fr: str, en: str, hint: Text | None = None) -> Fault:
    return Fault(code, clause.place, Text(f"`{clause.id}` : {fr}", f"`{clause.id}`: {en}"), hint)


def _clause(clause: Clause, region: Region) -> Iterator[Fault]:
    quote = clause.citation.quote
    if len(quote) < 15 or len(quote.split()) < 3:
        yield _fault(
            clause,
            "short-quote",
            "la citation est trop courte pour être retrouvée",
            "the quote is too short to be found",
            Text("citez la phrase entière", "quote the whole sentence"),
        )
    if clause.duty is not None:
        yield from lint_duty(clause, region)
    if clause.requirement is None:
        return
    yield from _shape(clause)
    if not clause.is_tested:
        return
    if clause.kind not in _TESTED_KINDS:
        yield _fault(
            clause,
            "kind",
            f"une clause de genre {clause.kind} ne peut rejeter un dossier",
            f"a clause of kind {clause.kind} cannot reject a dossier",
        )
    for name, text in (
        ("reasons.not_met", clause.reasons.not_met),
        ("reasons.unknown", clause.reasons.unknown),
        ("remedy", clause.remedy),
    ):
        if text is None:
            yield _fault(clause, "no-words", f"il manque `{name}`", f"`{name}` is missing")
    yield from _reach(clause, region)


def _shape(clause: Clause) -> Iterator[Fault]:
    requirement = clause.requirement
    assert requirement is not None
    for tree in (clause.guard, requirement):
        if depth(tree) > MAX_DEPTH:
            yield _fault(
                clause,
                "too-deep",
                f"plus de {MAX_DEPTH} niveaux de conditions",
                f"conditions nested more than {MAX_DEPTH} levels",
                Text("partagez la clause", "split the clause"),
            )
    for name, count in Counter(_mentions(requirement)).items():
        if count > 1:
            yield _fault(
                clause, "fact-twice", f"`{name}` est testé deux fois", f"`{name}` is tested twice"
            )
    for alternative in clause.alternatives:
        if (alternative.guard, alternative.requirement) == (clause.guard, requirement):
            yield _fault(
                clause,
                "same-reading",
                f"l'alternative `{alternative.name}` ne change rien",
                f"the alternative `{alternative.name}` changes nothing",
            )


def depth(node: Condition) -> int:
    """Levels of groups and leaves; a predicate of the catalogue counts as a leaf."""
    if isinstance(node, Named) or not children(node):
        return 1
    below = max(depth(child) for child in children(node))
    return below if isinstance(node, Not) else below + 1


def _mentions(node: Condition) -> Iterator[FactName]:
    """The facts that are named, two bounds of one fact counting once."""
    if isinstance(node, Named):
        return
    if isinstance(node, All) and all(isinstance(part, Compare) for part in node.parts):
        terms = {part.term for part in node.parts if isinstance(part, Compare)}
        if len(terms) == 1:
            yield from next(iter(terms))
            return
    if isinstance(node, Compare | OneOf | Empty | Known):
        yield from facts_of(node)
    for child in children(node):
        yield from _mentions(child)


def _reach(clause: Clause, region: Region) -> Iterator[Fault]:
    requirement = clause.requirement
    assert requirement is not None
    truths = possible_truths(requirement, region)
    if truths == {False}:
        yield _fault(
            clause, "never-met", "aucun dossier ne peut la remplir", "no dossier can ever meet it"
        )
    elif truths == {True} and not any(isinstance(leaf, Known) for leaf in leaves(requirement)):
        yield _fault(
            clause, "always-met", "tout dossier la remplit", "every dossier always meets it"
        )
    if not isinstance(clause.guard, Always) and possible_truths(clause.guard, region) == {False}:
        yield _fault(
            clause, "unreachable", "elle ne s'applique jamais", "it never applies to anything"
        )


def possible_truths(node: Condition, region: Region) -> set[bool]:
    """The truths that *node* takes over every critical combination of known facts; empty = too many."""
    critical: dict[FactName, list[Value]] = {}
    for leaf in leaves(node):
        for name in facts_of(leaf):
            values = critical.setdefault(name, [])
            values += [v for v in samples(region.catalogue[name], leaf) if v not in values]
    size = 1
    for values in critical.values():
        size *= len(values)
    if size > MAX_CASES:
        return set()
    found: set[bool] = set()
    for combination in itertools.product(*critical.values()):
        facts: Facts = dict(zip(critical, combination, strict=True))
        truth = evaluate(node, facts)
        if truth is not None:
            found.add(truth)
    return found


def _readings(part: Strategy | Scheme) -> Iterator[Fault]:
    borne = {
        (alternative.reading, alternative.name)
        for clause in part.clauses
        for alternative in clause.alternatives
    }
    if isinstance(part, Scheme):
        borne |= {(alternative.reading, alternative.name) for alternative in part.alternatives}
    for reading in part.readings:
        for name, _ in reading.alternatives:
            if (reading.id, name) not in borne:
                yield Fault(
                    "idle-reading",
                    reading.place,
                    Text(
                        f"aucune clause ne porte l'alternative `{reading.id}={name}`",
                        f"no clause bears the alternative `{reading.id}={name}`",
                    ),
                )
