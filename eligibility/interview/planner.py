"""
Which question to ask next: the one that can close most open clauses.

A question is only asked while a clause waits for its answer, and once; "I do
not know" is an answer. So an interview ends, and concludes what `check`
concludes from the same facts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from eligibility.facts import Catalogue, Dossier, Fact, FactName, Facts, FactType, Stated, Words
from eligibility.facts.proceedings import Proceeding
from eligibility.facts.values import Value
from eligibility.interview.open_lines import (
    OpenLine,
    facts_read,
    lines_that_count,
    lines_that_may_count,
    opened,
    settling,
)
from eligibility.logic import Compare, Status, facts_of, leaves
from eligibility.logic.samples import samples
from eligibility.rulebook import Clause, Program

__all__ = ["COMPANY", "OFFICER", "Interview", "Progress"]

COMPANY, OFFICER = "company", "officer"
"""Who answers: a judgement of the officer is not asked of a company."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an interview is: questions *answered*, at most *left*, clauses *closed* of *clauses*."""

    answered: int
    left: int
    closed: int
    clauses: int


@dataclass(frozen=True)
class Interview:
    """
    An interview for one scheme or several, at one point of it.

    *dossier* holds what is answered, *passed* what the person said not to
    know. Answering gives another interview; this one stays.
    """

    programs: tuple[Program, ...]
    dossier: Dossier
    as_of: date
    passed: frozenset[FactName] = frozenset()
    asked_of: str = COMPANY

    def answered(self, name: FactName, stated: Stated) -> "Interview":
        """The interview with one more answer, or with another one in its place."""
        dossier = replace(self.dossier, stated={**self.dossier.stated, name: stated})
        return replace(self, dossier=dossier, passed=self.passed - {name})

    def without(self, name: FactName) -> "Interview":
        """The interview in which *name* has not been asked."""
        stated = {key: value for key, value in self.dossier.stated.items() if key != name}
        dossier = replace(self.dossier, stated=stated)
        return replace(self, dossier=dossier, passed=self.passed - {name})

    def unknown(self, name: FactName) -> "Interview":
        """The interview in which the person does not know *name*: it is not asked again."""
        return replace(self.without(name), passed=self.passed | {name})

    def next_question(self) -> Fact | None:
        """
        The fact to ask for; None when no answer can change anything any more.

        It can close most of the open clauses; among equals more of them wait
        for it; among equals it stands first in the catalogue.
        """
        ranked = self._ranked()
        return ranked[0] if ranked else None

    def wanted(self) -> frozenset[FactName]:
        """Every fact that an open clause waits for and that this person may be asked for."""
        return frozenset(self._candidates)

    def page(self) -> tuple[Fact, ...]:
        """
        Questions that can be put together: the next one, then others of its
        folder in catalogue order, unless one of them says whether a clause
        applies for which another one is wanted.
        """
        ranked = self._ranked()
        if not ranked:
            return ()
        together = [ranked[0]]
        folder = ranked[0].name.partition(".")[0]
        for fact in self._in_order(ranked[1:]):
            if fact.name.partition(".")[0] == folder and all(
                self._side_by_side(fact, other) for other in together
            ):
                together.append(fact)
        return tuple(together)

    def waiting(self, name: FactName) -> tuple[Clause, ...]:
        """The open clauses that wait for *name*, in rulebook order."""
        found: dict[str, Clause] = {}
        for program in self.programs:
            for line in lines_that_count(program, self._facts):
                names = opened(program, line).waits_for(self._facts)
                if name in {self._catalogue[each].asked for each in names}:
                    found.setdefault(line.clause.id, line.clause)
        return tuple(found.values())

    def progress(self) -> Progress:
        """
        How far it is; what is left shrinks with every answer to a question of
        it, and only grows when an answer is taken back or another one given.
        """
        left = set(self._candidates)
        for program in self.programs:
            for each in lines_that_may_count(program, self._facts):
                if each.status(self._facts) is Status.UNKNOWN:
                    left.update(self._askable(each.reads()))
        closed = sum(each.status(self._facts) is not Status.UNKNOWN for each in self._lines)
        answered = sum(name in self._needed for name in self.dossier.stated)
        passed = sum(name in self._needed for name in self.passed)
        return Progress(answered + passed, len(left), closed, len(self._lines))

    def given(self) -> tuple[Fact, ...]:
        """What was answered or passed, in catalogue order: what a person may edit."""
        names = {*self.dossier.stated, *self.passed}
        return tuple(fact for fact in self._catalogue.stated() if fact.name in names)

    @property
    def _catalogue(self) -> Catalogue:
        return self.programs[0].rulebook.catalogue

    @cached_property
    def _facts(self) -> Facts:
        return self.dossier.on(self.as_of, self._catalogue)

    @cached_property
    def _lines(self) -> tuple[OpenLine, ...]:
        """Every distinct line that counts for these facts, and what settles which lines count."""
        found: dict[OpenLine, None] = {}
        for program in self.programs:
            known = program.with_properties(self._facts)
            which = settling(program)
            if program.otherwise is not None and which.status(known) is Status.UNKNOWN:
                found[which] = None
            for line in lines_that_count(program, self._facts):
                found[opened(program, line)] = None
        return tuple(found)

    @cached_property
    def _needed(self) -> frozenset[FactName]:
        """Every fact that these schemes may ever ask this person for."""
        catalogue, found = self._catalogue, set()
        for program in self.programs:
            trees = [program.conditions[program.when_at]]
            for line in (*program.lines, *(program.otherwise or ())):
                trees += [line.guard, line.requirement]
            found |= {catalogue[name].asked for tree in trees for name in facts_read(tree)}
        return frozenset(name for name in found if self._asks(catalogue[name]))

    def _asks(self, fact: Fact) -> bool:
        return not fact.from_scheme and self.asked_of in fact.answered_by

    def _askable(self, names: Iterable[FactName]) -> Iterator[FactName]:
        """Of *names*, the facts that this person may still be asked for."""
        for name in names:
            fact = self._catalogue[self._catalogue[name].asked]
            if (
                self._asks(fact)
                and fact.name not in self.passed
                and fact.name not in self.dossier.stated
            ):
                yield fact.name

    @cached_property
    def _candidates(self) -> Mapping[FactName, Sequence[OpenLine]]:
        """For each fact worth asking for, the open lines that wait for it."""
        found: dict[FactName, list[OpenLine]] = {}
        for each in self._lines:
            for name in dict.fromkeys(self._askable(sorted(each.waits_for(self._facts)))):
                found.setdefault(name, []).append(each)
        return found

    def _ranked(self) -> list[Fact]:
        def rank(fact: Fact) -> tuple[int, int]:
            waiting = self._candidates[fact.name]
            return -self._closes(fact, waiting), -len(waiting)

        return sorted(self._in_order(self._catalogue[n] for n in self._candidates), key=rank)

    def _in_order(self, facts: Iterable[Fact]) -> list[Fact]:
        names = {fact.name for fact in facts}
        return [fact for fact in self._catalogue.stated() if fact.name in names]

    def _closes(self, fact: Fact, waiting: Sequence[OpenLine]) -> int:
        """The most of the *waiting* lines that one answer closes."""
        return max(
            (
                sum(each.status(facts) is not Status.UNKNOWN for each in waiting)
                for facts in self._after(fact)
            ),
            default=0,
        )

    def _side_by_side(self, fact: Fact, other: Fact) -> bool:
        """Whether no clause waits for one of them to know whether it needs the other."""
        for each in self._candidates[fact.name]:
            if each in self._candidates[other.name]:
                guard = {self._catalogue[name].asked for name in facts_read(each.guard)}
                if (fact.name in guard) is not (other.name in guard):
                    return False
        return True

    def _after(self, fact: Fact) -> Iterator[Facts]:
        """The facts after each telling answer to *fact*."""
        for stated in self._answers(fact):
            dossier = replace(self.dossier, stated={**self.dossier.stated, fact.name: stated})
            yield dossier.on(self.as_of, self._catalogue)

    def _answers(self, fact: Fact) -> Iterator[Stated]:
        if fact.type is FactType.PROCEEDINGS:
            yield Stated(())
            for word, _ in fact.words:
                yield Stated((Proceeding(word, "defendant"),))
            return
        found: dict[Value, None] = {}
        for each in self._candidates[fact.name]:
            for tree in (each.guard, each.requirement):
                for leaf in leaves(tree):
                    if fact.name in facts_of(leaf):
                        rest = self._rest(leaf, fact.name) if isinstance(leaf, Compare) else 0
                        for value in samples(fact, leaf):
                            found[_less(value, rest)] = None
        yield from map(Stated, found)

    def _rest(self, leaf: Compare, name: FactName) -> int:
        """What the other facts of a sum come to; 0 while one of them is unknown."""
        values = [self._facts.get(each) for each in leaf.term if each != name]
        return sum(value for value in values if isinstance(value, int))


def _less(value: Value, rest: int) -> Value:
    """*value* less the *rest* of its sum; only numbers stand in sums."""
    if not rest or isinstance(value, bool | str | Words):
        return value
    return value - rest
