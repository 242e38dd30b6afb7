"""
Advice as JSON objects (`eligibility/advice@1`).
"""

from typing import Any

from eligibility.advice.change import Advice, Change
from eligibility.advice.wanted import plain_wanted
from eligibility.advice.words import change_text, reason_text
from eligibility.facts import FactType
from eligibility.facts.values import plain as plain_value
from eligibility.language import Lang
from eligibility.quantities import unscaled

__all__ = ["SCHEMA", "plain", "summary"]

SCHEMA = "eligibility/advice@1"


def plain(advice: Advice, lang: Lang) -> dict[str, Any]:
    """The whole object of `eligibility advise --json`; words in *lang*, the rest the same in both."""
    decision = advice.decision
    program = decision.program
    return {
        "schema": SCHEMA,
        "dossier": decision.dossier.id,
        "scheme": program.scheme.id,
        "evaluated_on": decision.evaluated_on.isoformat(),
        "rulebook": {"version": program.rulebook.version, "digest": program.rulebook.digest},
        "readings": dict(program.readings),
        "outcome": decision.outcome.value,
        **summary(advice, lang),
    }


def summary(advice: Advice, lang: Lang) -> dict[str, Any]:
    """What stands under `advice` in `check --json`."""
    return {
        "complete": advice.complete,
        "sets": [
            {
                "changes": [_change(advice, change, lang) for change in each.changes],
                "eligible_from": each.eligible_from and each.eligible_from.isoformat(),
            }
            for each in advice.sets
        ],
        "reason": reason_text(advice, lang),
    }


def _change(advice: Advice, change: Change, lang: Lang) -> dict[str, Any]:
    fact = advice.decision.program.rulebook.catalogue[change.fact]
    current, distance = change.current, change.distance
    return {
        "fact": change.fact,
        "clauses": list(change.clauses),
        "by": change.by.value,
        "known": change.known,
        "current": None if current is None else plain_value(fact, current),
        "wanted": plain_wanted(fact, change.wanted),
        "value": plain_value(fact, change.value),
        "distance": None if distance is None else unscaled(distance, fact.scale),
        "unit": "EUR" if fact.type is FactType.AMOUNT else fact.unit,
        "on": change.on and change.on.isoformat(),
        "text": change_text(advice, change, lang),
    }
