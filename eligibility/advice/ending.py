"""
How court proceedings stop being in the way: by the day that ends them, else by
an end that nobody can name, else by the role that was not stated.

Proceedings only ever end here: none is ever opened or taken away.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from eligibility.advice.change import Literal
from eligibility.facts import Catalogue, FactName
from eligibility.facts.proceedings import Proceeding, under_way
from eligibility.logic import Empty, OneOf, evaluate, facts_of

__all__ = ["Ending", "ending", "supplied"]

Proceedings = tuple[Proceeding, ...]
Edit = tuple[Proceeding, Proceeding]


@dataclass(frozen=True, slots=True)
class Ending:
    """What has to happen: a day to wait for, proceedings to be closed, roles to be stated."""

    on: date | None
    closed: tuple[Edit, ...]
    told: tuple[Edit, ...]


def ending(
    given: Proceedings, literals: Collection[Literal], today: date, catalogue: Catalogue
) -> Ending | None:
    """
    The way with the fewest proceedings that no known day ends, then the
    earliest; None where ending what is under way is not enough.
    """
    days = {each.closed_on for each in given} | {each.plan_adopted_on for each in given}
    later = sorted(each for each in days if each is not None and each > today)
    found: list[Ending] = []
    for when in (today, *later):
        made = _on(given, literals, (today, when), catalogue)
        if made is not None:
            found.append(made)
    return min(found, key=lambda each: (len(each.closed), each.on or today), default=None)


def supplied(
    literals: Collection[Literal], today: date, catalogue: Catalogue
) -> Proceedings | None:
    """A list that meets *literals* where none is known yet: the empty one where it can be."""
    found: list[Proceeding] = []
    asked = next(iter(catalogue[facts_of(leaf)[0]].asked for leaf, _ in literals))
    for leaf, wanted in literals:
        if _bears(leaf, wanted) or _hold(found, [(leaf, wanted)], today, catalogue):
            continue
        for word, _ in catalogue[asked].words:
            more = Proceeding(word, role="defendant")
            if _hold([more], [(leaf, wanted)], today, catalogue) and not _bad(
                more, literals, today, catalogue
            ):
                found.append(more)
                break
    return tuple(found) if _hold(found, literals, today, catalogue) else None


def _on(
    given: Proceedings, literals: Collection[Literal], days: tuple[date, date], catalogue: Catalogue
) -> Ending | None:
    """What is left to be done on the second of *days*, when one waits for it from the first."""
    today, when = days
    closed: list[Edit] = []
    told: list[Edit] = []
    left: list[Proceeding] = []
    for each in given:
        now = each
        if _bad(each, literals, when, catalogue):
            asked = replace(each, role="claimant")
            if each.role is None and not _bad(asked, literals, when, catalogue):
                now = asked
                told.append((each, now))
            elif each.closed_on is not None:
                return None  # it has its day: one waits for that one
            else:
                now = replace(each, closed_on=max(today, each.opened_on or today))
                closed.append((each, now))
        left.append(now)
    for at, each in enumerate(left):
        if each.role is not None or _hold(left, literals, when, catalogue):
            continue
        tried = [*left[:at], replace(each, role="defendant"), *left[at + 1 :]]
        if _hold(tried, literals, when, catalogue):
            told.append((each, tried[at]))
            left = tried
    if not _hold(left, literals, when, catalogue):
        return None
    return Ending(when if when > today else None, tuple(closed), tuple(told))


def _bears(leaf: object, wanted: bool) -> bool:
    """Whether the literal asks something of each proceeding by itself."""
    if isinstance(leaf, OneOf):
        return not wanted
    return wanted if isinstance(leaf, Empty) else True


def _bad(each: Proceeding, literals: Collection[Literal], when: date, catalogue: Catalogue) -> bool:
    own = [literal for literal in literals if _bears(*literal)]
    return not _hold([each], own, when, catalogue)


def _hold(
    given: Collection[Proceeding],
    literals: Collection[Literal],
    when: date,
    catalogue: Catalogue,
) -> bool:
    for leaf, wanted in literals:
        (name,) = facts_of(leaf)
        known = {FactName(name): under_way(given, when, catalogue[name].view)}
        if evaluate(leaf, known) is not wanted:
            return False
    return True
