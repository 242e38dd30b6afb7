"""
Conditions put on facts, made into changes; and a dossier with changes, evaluated.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from eligibility.advice.change import By, Change, ChangeSet, Literal
from eligibility.advice.domain import meets, nearest
from eligibility.advice.ending import ending, supplied
from eligibility.decisions import Decision
from eligibility.facts import Fact, FactName, Facts, FactType, Value, Words
from eligibility.facts.proceedings import Proceeding, under_way
from eligibility.logic import evaluate
from eligibility.rulebook import Line

__all__ = ["Wishes", "changes_for", "facts_after", "is_fulfilled", "unfulfilled"]

Wishes = Mapping[FactName, frozenset[Literal]]
"""What is wanted of each fact that a dossier may state; of proceedings also through their views."""


def changes_for(decision: Decision, wishes: Wishes) -> tuple[Change, ...] | None:
    """
    The changes that *wishes* need, in the order of the catalogue; None where a
    wish cannot be met within the fact's own bounds.
    """
    found: dict[FactName, tuple[Change, ...]] = {}
    implied = []
    catalogue = decision.program.rulebook.catalogue
    for name, literals in wishes.items():
        fact = catalogue[name]
        if fact.implied_by and name not in decision.dossier.stated:
            implied.append(fact)
            continue
        made = _changes(decision, fact, literals)
        if made is None:
            return None
        found[name] = made
    for fact in implied:
        # A fact that follows from others needs no change once they are supplied.
        given = all(each in decision.dossier.stated or found.get(each) for each in fact.implied_by)
        if given and meets(fact, True, wishes[fact.name]):
            continue
        made = _changes(decision, fact, wishes[fact.name])
        if made is None:
            return None
        found[fact.name] = made
    return tuple(each for fact in catalogue for each in found.get(fact.name, ()))


def facts_after(decision: Decision, changes: Sequence[Change]) -> Facts:
    """The facts as the rules see them once *changes* are made and time has done its part."""
    made = ChangeSet(tuple(changes))
    program = decision.program
    dossier = made.applied(decision.dossier)
    when = made.eligible_from or decision.evaluated_on
    return program.with_properties(dossier.on(when, program.rulebook.catalogue))


def unfulfilled(decision: Decision, facts: Facts) -> tuple[Line, ...]:
    """The lines that keep *facts* from being eligible, in the order that `decide` looks at them."""
    program = decision.program
    lines = program.lines
    when = program.conditions[program.when_at]
    if program.otherwise is not None and evaluate(when, facts) is not True:
        lines = program.otherwise
    return tuple(line for line in lines if not is_fulfilled(line, facts))


def is_fulfilled(line: Line, facts: Facts) -> bool:
    """Whether the clause is met or does not apply."""
    return evaluate(line.guard, facts) is False or evaluate(line.requirement, facts) is True


def _changes(
    decision: Decision, fact: Fact, literals: frozenset[Literal]
) -> tuple[Change, ...] | None:
    if fact.type is FactType.PROCEEDINGS:
        found = _ended(decision, fact, literals)
        return None if found is None else tuple(found)
    stated = decision.dossier.stated.get(fact.name)
    current = stated.value if stated and not isinstance(stated.value, tuple) else None
    value = nearest(fact, current, literals)
    if value is None:
        return None
    if value == current:
        return ()
    known = current is not None and _in_full(current)
    apart = None
    if fact.is_number and isinstance(current, int) and isinstance(value, int):
        apart = abs(value - current)
    change = Change(
        fact=fact.name,
        by=_who(fact, known=known),
        clauses=(),
        known=known,
        current=current,
        value=value,
        wanted=_sorted(literals),
        distance=apart,
    )
    return (change,)


def _who(fact: Fact, *, known: bool) -> By:
    if known:
        return By.COMPANY if fact.within_reach else By.OUTSIDE
    return By.COMPANY if "company" in fact.answered_by else By.OUTSIDE


def _in_full(value: Value) -> bool:
    return not isinstance(value, Words) or value.sure == value.possible


def _ended(decision: Decision, fact: Fact, literals: frozenset[Literal]) -> Sequence[Change] | None:
    catalogue, today = decision.program.rulebook.catalogue, decision.evaluated_on
    wanted = _sorted(literals)
    stated = decision.dossier.stated.get(fact.name)
    if stated is None or not isinstance(stated.value, tuple):
        given = supplied(wanted, today, catalogue)
        if given is None:
            return None
        who = _who(fact, known=False)
        edits = tuple((None, each) for each in given)
        return [_proceeding(fact, who, wanted, None, under_way(given, today), edits=edits)]
    found = ending(stated.value, wanted, today, catalogue)
    if found is None:
        return None
    now = under_way(stated.value, today)
    made: list[Change] = []
    if found.told:
        who = _who(fact, known=False)
        made.append(_proceeding(fact, who, wanted, now, now, edits=found.told))
    if found.on:
        after = under_way(stated.value, found.on)
        made.append(_proceeding(fact, By.TIME, wanted, now, after, on=found.on))
    if found.closed:
        gone = [old for old, _ in found.closed]
        left = under_way([each for each in stated.value if each not in gone], today)
        made.append(_proceeding(fact, By.OUTSIDE, wanted, now, left, edits=found.closed))
    return made


def _proceeding(
    fact: Fact,
    who: By,
    wanted: tuple[Literal, ...],
    current: Words | None,
    value: Words,
    *,
    on: date | None = None,
    edits: tuple[tuple[Proceeding | None, Proceeding], ...] | None = None,
) -> Change:
    return Change(
        fact=fact.name,
        by=who,
        clauses=(),
        known=current is not None and who is not By.COMPANY,
        current=current,
        value=value,
        wanted=wanted,
        on=on,
        edits=edits,
    )


def _sorted(literals: frozenset[Literal]) -> tuple[Literal, ...]:
    """The same order each time: sets have none."""

    def key(literal: Literal) -> str:
        leaf, wanted = literal
        words = sorted(getattr(leaf, "words", ()))
        return f"{wanted} {type(leaf).__name__} {getattr(leaf, 'op', '')} {getattr(leaf, 'value', '')} {words}"

    return tuple(sorted(literals, key=key))
