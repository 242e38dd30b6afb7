"""
A sheet, and what a grid makes of it, as JSON values.
"""

from fractions import Fraction
from typing import Any

from eligibility.appreciation.proposal import Marked, Proposal
from eligibility.appreciation.sheet import Row, Sheet
from eligibility.decisions.plain import citation
from eligibility.decisions.words import reason
from eligibility.facts.values import plain as plain_value
from eligibility.language import Lang
from eligibility.quantities import rounded, unscaled

__all__ = ["SCHEMA", "plain"]

SCHEMA = "eligibility/appreciation@1"


def plain(sheet: Sheet, proposal: Proposal | None, lang: Lang) -> dict[str, Any]:
    """The sheet as JSON values; words in *lang*, everything else the same in both."""
    decision = sheet.decision
    return {
        "schema": SCHEMA,
        "dossier": decision.dossier.id,
        "scheme": decision.program.scheme.id,
        "evaluated_on": decision.evaluated_on.isoformat(),
        "rulebook": {
            "version": decision.program.rulebook.version,
            "digest": decision.program.rulebook.digest,
        },
        "outcome": decision.outcome.value,
        "criteria": [_row(row, sheet, lang) for row in sheet.rows],
        "not_concerned": [clause.id for clause in sheet.aside],
        "proposal": _proposal(proposal, lang) if proposal else None,
    }


def _row(row: Row, sheet: Sheet, lang: Lang) -> dict[str, Any]:
    decision = sheet.decision
    catalogue = decision.program.rulebook.catalogue
    found: dict[str, Any] = {
        "clause": row.clause.id,
        "of": row.of.id,
        "title": row.clause.title[lang],
        "standing": row.standing.value,
        "figures": [
            {
                "value": None if each.value is None else _number(each.value),
                "exact": None if each.value is None else str(each.value),
                "unit": each.unit,
                "of": each.of,
                "reason": each.why_not[lang] if each.why_not else None,
            }
            for each in row.figures
        ],
        "reason": reason(decision, row.finding, lang) if row.finding else None,
        "facts": {
            name: plain_value(catalogue[name], decision.facts[name])
            for name in row.looked_at
            if name in catalogue
        },
        "missing": list(row.missing),
        "citation": citation(row.clause.citation),
    }
    if row.judgement is not None and row.clause.judged_by is not None:
        found["judgement"] = {
            "fact": row.clause.judged_by,
            "value": row.judgement.value,
            **row.judgement.origin.plain(),
        }
    return found


def _proposal(proposal: Proposal, lang: Lang) -> dict[str, Any]:
    least, most = proposal.points
    low, high = proposal.rates
    return {
        "grid": proposal.grid.id,
        "title": proposal.grid.title[lang],
        "source": proposal.grid.source[lang],
        "rate": None if proposal.rate is None else _number(proposal.rate),
        "rates": [_number(low), _number(high)],
        "points": [_number(least), _number(most)],
        "working": [_marked(each) for each in proposal.marked],
    }


def _marked(marked: Marked) -> dict[str, Any]:
    return {
        "clause": marked.criterion.clause,
        "weight": _number(marked.criterion.weight),
        "mark": None if marked.mark is None else _number(marked.mark),
        "concerned": marked.row is not None,
        "points": [_number(marked.least), _number(marked.most)],
    }


def _number(value: Fraction) -> int | float:
    return unscaled(rounded(value, 4), 4)
