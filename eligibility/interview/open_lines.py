"""
The lines of a scheme as an interview sees them: what closes them, what they wait for.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from eligibility.facts import FactName, Facts
from eligibility.logic import ALWAYS, Condition, Status, evaluate, facts_of, leaves, status
from eligibility.logic.missing import missing
from eligibility.rulebook import Line, Program

__all__ = ["OpenLine", "facts_read", "lines_that_count", "lines_that_may_count", "opened"]


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A guard and a requirement to be decided, and what the scheme says of itself."""

    guard: Condition
    requirement: Condition
    properties: tuple[tuple[FactName, bool], ...]

    def status(self, facts: Facts) -> Status:
        """What it is with *facts*."""
        known = {**facts, **dict(self.properties)}
        return status(evaluate(self.guard, known), evaluate(self.requirement, known))

    def waits_for(self, facts: Facts) -> frozenset[FactName]:
        """The facts without which it stays unknown (contract, section 2)."""
        known = {**facts, **dict(self.properties)}
        applies, holds = evaluate(self.guard, known), evaluate(self.requirement, known)
        if status(applies, holds) is not Status.UNKNOWN:
            return frozenset()
        return missing(self.guard, self.requirement, applies, holds, known)

    def reads(self) -> Iterator[FactName]:
        """Every fact that it may ever need."""
        for tree in (self.guard, self.requirement):
            yield from facts_read(tree)


def facts_read(tree: Condition) -> Iterator[FactName]:
    """The facts of each leaf of *tree*, as often as they stand there."""
    for leaf in leaves(tree):
        yield from facts_of(leaf)


def opened(program: Program, line: Line) -> OpenLine:
    """*line* as a line of an interview."""
    return OpenLine(line.guard, line.requirement, _properties(program))


def lines_that_count(program: Program, facts: Facts) -> tuple[Line, ...]:
    """The lines that are concluded from *facts*, as `decide` takes them."""
    return (
        program.lines if program.otherwise is None or _taken(program, facts) else program.otherwise
    )


def lines_that_may_count(program: Program, facts: Facts) -> tuple[OpenLine, ...]:
    """Those, and while it is open which lines count, what settles it and the others too."""
    found = [opened(program, line) for line in lines_that_count(program, facts)]
    if program.otherwise is not None and _taken(program, facts) is None:
        found.append(settling(program))
        found += [opened(program, line) for line in program.lines]
    return tuple(dict.fromkeys(found))


def settling(program: Program) -> OpenLine:
    """What settles which lines of *program* count, as a line to be closed."""
    return OpenLine(ALWAYS, program.conditions[program.when_at], _properties(program))


def _taken(program: Program, facts: Facts) -> bool | None:
    return evaluate(program.conditions[program.when_at], program.with_properties(facts))


def _properties(program: Program) -> tuple[tuple[FactName, bool], ...]:
    return tuple(sorted(program.properties.items()))
