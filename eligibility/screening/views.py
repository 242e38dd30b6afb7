"""
Proceedings as another reading counts them, for a column of kinds under way.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import reduce

import ibis
import ibis.expr.types as ir

from eligibility.facts import Fact
from eligibility.facts.catalogue import View
from eligibility.facts.proceedings import Proceeding, under_way
from eligibility.facts.values import MARK

__all__ = ["seen"]


def seen(kinds: ir.StringValue, fact: Fact, view: View) -> tuple[ir.StringValue, ir.StringValue]:
    """
    A column of kinds under way as one view counts them: what is sure, what is possible.

    A table gives neither roles nor days: each kind counts as a proceeding of
    which nothing else is known.
    """
    alone = {word: under_way([Proceeding(word)], date.min, view) for word, _ in fact.words}
    sure = [word for word, found in alone.items() if word in found.sure]
    possible = [word for word, found in alone.items() if word in (found.possible or alone)]
    return _only(kinds, sure, alone), _only(kinds, possible, alone)


def _only(kinds: ir.StringValue, kept: Sequence[str], every: Iterable[str]) -> ir.StringValue:
    if set(kept) == set(every):
        return kinds
    parts = (
        ibis.ifelse(kinds.contains(f"{MARK}{word}{MARK}"), f"{word}{MARK}", "") for word in kept
    )
    words = reduce(lambda left, right: left + right, parts, ibis.literal(""))
    found = ibis.ifelse(words == "", "", ibis.literal(MARK) + words)
    return ibis.ifelse(kinds.isnull(), ibis.null("string"), found)
