"""
The smallest sets of changes that turn a conclusion to eligible.

Each set is held against the whole program again, and nothing that can be left
out stays in it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from eligibility.advice.change import Advice, By, Change, ChangeSet
from eligibility.advice.search import Search
from eligibility.advice.trial import facts_after, unfulfilled
from eligibility.decisions import Decision, Outcome
from eligibility.facts import Words
from eligibility.logic import evaluate
from eligibility.rulebook import Line

__all__ = ["MOST", "advise"]

MOST = 5
"""How many sets are shown: more is no help."""


def advise(decision: Decision) -> Advice:
    """
    What would make *decision* eligible; no set for one that is.

    Of its work the bound is `search.BOUND`. Only the dossier and the day move:
    the rules, the readings and what the scheme says of itself stay.
    """
    if decision.outcome is Outcome.ELIGIBLE:
        return Advice(decision, (), complete=True)
    search, trials = Search(decision), _Trials(decision)
    found: list[tuple[Change, ...]] = []
    for changes in search.found():
        if trials.lacking(changes):
            continue
        small = _minimal(trials, changes)
        if any(_covers(each, small) for each in found):
            continue
        found = [each for each in found if not _covers(small, each)]
        found.append(small)
        if len(found) == MOST:
            break
    order = [fact.name for fact in decision.program.rulebook.catalogue]

    def rank(changes: tuple[Change, ...]) -> tuple[int, int, list[int]]:
        outside = sum(each.by is By.OUTSIDE for each in changes)
        return outside, len(changes), [order.index(each.fact) for each in changes]

    sets = [ChangeSet(tuple(_named(trials, each))) for each in sorted(found, key=rank)]
    return Advice(decision, tuple(sets), complete=not search.cut)


class _Trials:
    """What is still open once some changes are made; each set of changes is tried once."""

    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        self._tried: dict[tuple[int, ...], tuple[tuple[Change, ...], tuple[Line, ...]]] = {}

    def lacking(self, changes: tuple[Change, ...]) -> tuple[Line, ...]:
        """The lines that keep the dossier from being eligible, none where *changes* are enough."""
        # By identity: to compare changes costs as much as to try them. The changes
        # are kept beside what was found, so that no other one takes their identity.
        key = tuple(map(id, changes))
        if key not in self._tried:
            lines = unfulfilled(self.decision, facts_after(self.decision, changes))
            self._tried[key] = (changes, lines)
        return self._tried[key][1]


def _minimal(trials: _Trials, changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """*changes* without those that can be left out, what is in nobody's hands first."""
    again = True
    while again:
        again = False
        for each in sorted(changes, key=lambda one: one.by is not By.OUTSIDE):
            fewer = tuple(other for other in changes if other is not each)
            if not trials.lacking(fewer):
                changes, again = fewer, True
                break
    return changes


def _covers(one: Sequence[Change], other: Sequence[Change]) -> bool:
    """Whether whoever does *other* has done *one* as well."""
    return all(any(_serves(theirs, ours) for theirs in other) for ours in one)


def _serves(theirs: Change, ours: Change) -> bool:
    if (theirs.fact, theirs.by) != (ours.fact, ours.by):
        return False
    if ours.on and theirs.on:
        return theirs.on >= ours.on
    if ours.edits is not None or isinstance(ours.value, Words):
        return theirs.edits == ours.edits and theirs.value == ours.value
    return all(
        evaluate(leaf, {theirs.fact: theirs.value}) is wanted for leaf, wanted in ours.wanted
    )


def _named(trials: _Trials, changes: tuple[Change, ...]) -> Iterator[Change]:
    """Each change with the clauses that fail without it."""
    for each in changes:
        lines = trials.lacking(tuple(other for other in changes if other is not each))
        yield replace(each, clauses=tuple(line.clause.id for line in lines))
