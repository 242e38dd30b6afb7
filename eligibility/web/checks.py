"""
Dossiers concluded on by a worker: rules of the day, programs and the engine, kept for the next one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from eligibility.decisions import Decision, decide
from eligibility.engines.durable import Durable
from eligibility.errors import EligibilityError, Fault
from eligibility.facts import Dossier
from eligibility.language import Text
from eligibility.rulebook import Program, Region, Rulebook, in_force, load_region, program
from eligibility.rulebook.model import State
from eligibility.schemes import Match, matches

__all__ = ["MAX_PROGRAMS", "Checks", "readings"]

MAX_PROGRAMS = 200
"""Programs that one worker compiles before it is replaced: the engine never frees them."""


@dataclass
class Checks:
    """What a worker knows: the rules of a region, and what it has made of them so far."""

    region: Region
    engine: Durable = field(default_factory=Durable)
    books: dict[date, Rulebook] = field(default_factory=dict)
    by_digest: dict[str, Rulebook] = field(default_factory=dict)
    programs: dict[tuple[str, str, tuple[tuple[str, str], ...]], Program] = field(
        default_factory=dict
    )
    compiled: set[int] = field(default_factory=set)  # identities of programs, which are all kept

    @classmethod
    def of(cls, folder: Path) -> "Checks":
        """The rules of the region in *folder*; raises RulebookError where they do not fit."""
        return cls(load_region(folder))

    @property
    def is_full(self) -> bool:
        """Whether it has compiled so much that a fresh worker should take over."""
        return len(self.compiled) >= MAX_PROGRAMS

    def rulebook(self, as_of: date) -> Rulebook:
        """The rules in force on *as_of*; raises NotInForceError where there are none."""
        if as_of not in self.books:
            if len(self.books) > 1_000:
                self.books.clear()
            found = in_force(self.region, as_of)
            self.books[as_of] = self.by_digest.setdefault(found.digest, found)
        return self.books[as_of]

    def program(self, scheme: str, as_of: date, chosen: Mapping[str, str] | None = None) -> Program:
        """The program of a scheme on a day under some readings, compiled once for each version."""
        rulebook = self.rulebook(as_of)
        key = (scheme, rulebook.digest, tuple(sorted((chosen or {}).items())))
        if key not in self.programs:
            self.programs[key] = program(rulebook, scheme, as_of, chosen)
        return self.programs[key]

    def decision(
        self, dossier: Dossier, as_of: date, chosen: Mapping[str, str] | None = None
    ) -> Decision:
        """The decision on *dossier*, computed twice; raises EligibilityError."""
        made = self.program(dossier.scheme, as_of, chosen)
        self.compiled.add(id(made))
        return decide(dossier, made, as_of=as_of, engine=self.engine)

    def matches(self, dossier: Dossier, as_of: date) -> tuple[Match, ...]:
        """*dossier* held against every scheme that is not over, by the reference alone."""
        schemes = [each for each in self.rulebook(as_of).schemes if each.state is not State.PAST]
        return matches(dossier, [self.program(each.id, as_of) for each in schemes], as_of)


def readings(given: Sequence[str]) -> dict[str, str]:
    """`ID=ALTERNATIVE` as pairs; raises EligibilityError for one that has not this form."""
    found = {}
    for text in given:
        name, _, alternative = text.partition("=")
        if not name or not alternative:
            raise EligibilityError(
                [
                    Fault(
                        "reading-form",
                        None,
                        Text(f"`reading={text}` est incomplet", f"`reading={text}` is incomplete"),
                        Text(
                            "écrivez par exemple reading=SRDEII-A27/equity=zero-is-positive",
                            "write such as reading=SRDEII-A27/equity=zero-is-positive",
                        ),
                    )
                ]
            )
        found[name] = alternative
    return found
