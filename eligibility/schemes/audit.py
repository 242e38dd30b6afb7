"""
The design of each scheme held against the rules for those who design them.

"Ils devront démontrer que […] ils répondent à au moins une des ambitions du
Pacte Vert sans aller à l'encontre des autres" (SRDEII-A27-D2a, D2b).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from eligibility.facts import FactName, Words
from eligibility.facts.values import Value
from eligibility.logic import Status, evaluate, status
from eligibility.rulebook import Clause, Rulebook, Scheme, Stage, Strategy
from eligibility.schemes.ambitions import Ambitions, Declared

__all__ = ["Audited", "audit"]

SERVED = FactName("design.ambitions_served")
CONTRADICTED = FactName("design.ambitions_contradicted")


@dataclass(frozen=True, slots=True)
class Audited:
    """One scheme: what is declared of it, and the status of each rule of design."""

    scheme: Scheme
    declared: Declared
    findings: tuple[tuple[Clause, Status], ...]


def audit(rulebook: Rulebook, ambitions: Ambitions | None) -> tuple[Audited, ...]:
    """
    Each scheme of *rulebook*, in its order, under the rules of design; without
    *ambitions*, what is declared is unknown.

    The rules are those of the texts that the scheme applies; where these have
    none, those of the first text that has some, which speaks of every scheme
    ("Les dispositifs d'aide de la Région", SRDEII-A27-D1).
    """
    silent = Declared(None, None)
    known = ambitions.declared if ambitions else {}
    return tuple(
        Audited(scheme, declared, tuple(_findings(scheme, declared, rulebook)))
        for scheme in rulebook.schemes
        for declared in (known.get(scheme.id, silent),)
    )


def _findings(
    scheme: Scheme, declared: Declared, rulebook: Rulebook
) -> Iterator[tuple[Clause, Status]]:
    facts = dict(_facts(declared))
    with_rules = [each for each in rulebook.strategies if _rules(each)]
    own = [each for each in with_rules if each.id in scheme.texts]
    for strategy in own or with_rules[:1]:
        for clause in _rules(strategy):
            assert clause.requirement is not None
            holds = evaluate(clause.requirement, facts)
            yield clause, status(evaluate(clause.guard, facts), holds)


def _rules(strategy: Strategy) -> list[Clause]:
    """The rules of design that can be tested."""
    return [c for c in strategy.clauses if c.stage is Stage.DESIGN and c.requirement is not None]


def _facts(declared: Declared) -> Iterator[tuple[FactName, Value]]:
    for name, words in ((SERVED, declared.serves), (CONTRADICTED, declared.contradicts)):
        if words is not None:
            yield name, Words.exactly(words)
