"""
What an engine is.

An engine only returns truths, one for each condition of a program. Statuses,
outcomes and words are made once, above it, so two engines can differ in one
way only.
"""

from collections.abc import Callable
from typing import Protocol

from eligibility.facts import Facts
from eligibility.logic import Truth, evaluate
from eligibility.rulebook import Program

__all__ = ["Engine", "Job", "Truths", "reference"]

Truths = tuple[Truth, ...]
"""One truth for each condition of a program, in its order."""

Job = Callable[[], Truths]
"""An evaluation under way; calling it waits for the truths."""


class Engine(Protocol):
    """Evaluates programs; may work elsewhere while the caller goes on."""

    def start(self, program: Program, facts: Facts) -> Job:
        """
        Begins to evaluate; the job gives the truths.

        Raises (here or in the job):
            EngineError: the engine gave no answer.
        """


def reference(program: Program, facts: Facts) -> Truths:
    """The truths as the specification has them."""
    return tuple(evaluate(condition, facts) for condition in program.conditions)
