"""
A decision as the JSON object of the contract (`eligibility/decision@1`).
"""

from typing import Any

from eligibility.decisions.decision import Decision, Figure, Finding
from eligibility.decisions.words import reason, remedy, thresholds, used_facts
from eligibility.errors import Fault
from eligibility.facts import FactName
from eligibility.facts.values import plain as plain_value
from eligibility.language import Lang
from eligibility.quantities import rounded, unscaled
from eligibility.rulebook import Citation, Clause

__all__ = ["SCHEMA", "citation", "plain", "plain_warning"]

SCHEMA = "eligibility/decision@1"


def plain(decision: Decision, lang: Lang) -> dict[str, Any]:
    """The decision as JSON values; words in *lang*, everything else the same in both."""
    program = decision.program
    return {
        "schema": SCHEMA,
        "dossier": decision.dossier.id,
        "scheme": program.scheme.id,
        "evaluated_on": decision.evaluated_on.isoformat(),
        "rulebook": {"version": program.rulebook.version, "digest": program.rulebook.digest},
        "readings": dict(program.readings),
        "outcome": decision.outcome.value,
        "grounds": [_ground(clause) for clause in decision.grounds()],
        "findings": [_finding(decision, finding, lang) for finding in decision.findings],
        "missing": list(decision.missing),
        "sensitive_to": [
            {
                "reading": each.reading,
                "alternative": each.alternative,
                "outcome": each.outcome.value,
            }
            for each in decision.sensitive_to
        ],
        "indicators": [_figure(figure, lang) for figure in decision.figures],
        "derived": dict(decision.predicates),
        "warnings": [plain_warning(fault, lang) for fault in decision.warnings],
    }


def _finding(decision: Decision, finding: Finding, lang: Lang) -> dict[str, Any]:
    facts = used_facts(decision, finding)
    return {
        "clause": finding.clause.id,
        "stage": finding.clause.stage.value,
        "status": finding.status.value,
        "reason": reason(decision, finding, lang),
        "remedy": remedy(decision, finding, lang),
        "facts": {name: _value(decision, name) for name in facts},
        "origins": {
            name: decision.dossier.stated[name].origin.plain()
            for name in facts
            if name in decision.dossier.stated
        },
        "thresholds": [
            {
                "facts": list(term),
                "comparison": word,
                "value": unscaled(value, fact.decimals),
                "unit": "EUR" if fact.type.value == "amount" else fact.unit,
            }
            for term, word, fact, value in thresholds(decision, finding)
        ],
        "missing": list(finding.missing),
        "citation": citation(finding.clause.citation),
    }


def _value(decision: Decision, name: FactName) -> object:
    fact = decision.program.rulebook.catalogue[name]
    return plain_value(fact, decision.facts[name])


def _ground(clause: Clause) -> dict[str, Any]:
    return {"clause": clause.id, "citation": citation(clause.citation)}


def citation(given: Citation) -> dict[str, str]:
    """The words of the source as JSON has them."""
    return {
        "document": given.document,
        "heading": given.heading,
        "lines": given.lines,
        "quote": given.quote,
    }


def _figure(figure: Figure, lang: Lang) -> dict[str, Any]:
    value = figure.value
    found: dict[str, Any] = {
        "clause": figure.clause,
        "value": None if value is None else unscaled(rounded(value, 4), 4),
        "exact": None if value is None else str(value),
        "unit": figure.unit,
    }
    if figure.of is not None:
        found["of"] = figure.of
    if figure.why_not is not None:
        found["reason"] = figure.why_not[lang]
    return found


def plain_warning(fault: Fault, lang: Lang) -> dict[str, Any]:
    """A warning as JSON has it."""
    return {"code": fault.code, "path": fault.field, "message": fault.message[lang]}
