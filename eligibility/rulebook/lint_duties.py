"""
What is well-formed in a duty and yet suspicious.
"""

from collections.abc import Iterator

from eligibility.errors import Fault
from eligibility.facts import FactName
from eligibility.language import Text
from eligibility.logic import Condition, evaluate, facts_of, leaves, settled
from eligibility.rulebook.covenant import undertaking
from eligibility.rulebook.duty import Term
from eligibility.rulebook.model import Clause, Kind, Region
from eligibility.rulebook.sizes import FIGURES, possible_sizes

__all__ = ["lint_duty"]

_KNOWN = (*FIGURES, FactName("company.tourism"))
"""The facts that an award holds: what a duty may ask of the company."""


def lint_duty(clause: Clause, region: Region) -> Iterator[Fault]:
    """Every doubt about the duty of *clause*, under its default reading and each other one."""

    def fault(code: str, fr: str, en: str, hint: Text | None = None) -> Fault:
        return Fault(
            code, clause.place, Text(f"`{clause.id}` : {fr}", f"`{clause.id}`: {en}"), hint
        )

    usual = undertaking(clause, {})
    if clause.kind not in (Kind.DUTY, Kind.REPAYMENT):
        yield fault(
            "kind",
            f"une clause de genre {clause.kind} n'a pas de devoir",
            f"a clause of kind {clause.kind} has no duty",
        )
    if clause.evidence is None:
        yield fault("no-words", "il manque `evidence`", "`evidence` is missing", _WHAT_SHOWS_IT)
    every = [usual]
    for each in clause.alternatives:
        other = undertaking(clause, {each.reading: each.name})
        every.append(other)
        if other == usual:
            yield fault(
                "same-reading",
                f"l'alternative `{each.name}` ne change rien",
                f"the alternative `{each.name}` changes nothing",
            )
    for found in every:
        for name in sorted(_asked((found.guard, *(term.when for term in found.duty.terms)))):
            if name not in _KNOWN:
                yield fault(
                    "never-known",
                    f"le devoir dépend de `{name}`, qu'une aide ne contient pas",
                    f"the duty depends on `{name}`, which an award does not hold",
                    Text(
                        "données possibles : " + ", ".join(_KNOWN),
                        "possible facts: " + ", ".join(_KNOWN),
                    ),
                )
        if _overlap(found.duty.terms, region):
            yield fault(
                "terms-overlap",
                "deux durées valent pour une même taille d'entreprise",
                "two lengths hold for one size of company",
            )


_WHAT_SHOWS_IT = Text("dites ce qui le prouve", "tell what shows it")


def _asked(conditions: tuple[Condition, ...]) -> set[FactName]:
    return {name for each in conditions for leaf in leaves(each) for name in facts_of(leaf)}


def _overlap(terms: tuple[Term, ...], region: Region) -> bool:
    return any(
        sum(evaluate(settled(term.when, size), {}) is True for term in terms) > 1
        for size in possible_sizes({}, region, None)
    )
