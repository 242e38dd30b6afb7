"""
Marks made into the columns of the output, where each row makes its own lists.

DuckDB makes a list once for each distinct mark (`run`); a cluster would have
to gather the marks for that, and a statement that is handed over cannot.
"""

import ibis
import ibis.expr.types as ir

from eligibility.decisions import Outcome
from eligibility.screening.fold import ELIGIBLE, INCOMPLETE, INELIGIBLE, Fold
from eligibility.screening.statement import FAMILIES

__all__ = ["LISTS", "listed", "output"]

LISTS = tuple(name for _, names in FAMILIES.values() for name in names)
"""The lists of the output, in its order."""

_WORDS = (
    (ELIGIBLE, Outcome.ELIGIBLE),
    (INCOMPLETE, Outcome.INCOMPLETE),
    (INELIGIBLE, Outcome.INELIGIBLE),
)


def listed(fold: Fold, marks: ibis.Table) -> ibis.Table:
    """The relation `lists`: the outcome in a word, the lists as texts with a mark after each item."""
    nothing, known = ibis.null("string"), marks["track"].notnull()
    word = marks["outcome"].cases(
        *((number, outcome.value) for number, outcome in _WORDS), else_=nothing
    )
    return marks.select(
        id=marks["id"],
        scheme=marks["scheme"],
        track=marks["track"],
        outcome=word,
        **{name: ibis.ifelse(known, fold.text(name, marks), nothing) for name in LISTS},
        error=marks["error"],
    )


def output(lists: ibis.Table) -> ibis.Table:
    """The columns of the output, out of `lists`: a mark stands between two items only."""

    def column(name: str) -> ir.Value:
        text = lists[name]
        return text.left(ibis.greatest(text.length() - 1, 0)) if name in LISTS else text

    return lists.select(**{name: column(name) for name in lists.columns})
