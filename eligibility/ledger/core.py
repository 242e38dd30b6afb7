"""
The core of a decision: what is recorded, hashed and replayed (contract, section 6).

Only the facts that the clauses of the scheme can ask for are in it. A fact
that can be personal is sealed: the core holds a salted digest in its place,
and the fact with its salt are kept apart, where they can be erased without
breaking the record.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from eligibility.decisions import Decision, Figure, Finding
from eligibility.decisions.words import thresholds
from eligibility.errors import Fault, LedgerError
from eligibility.facts import Catalogue, Dossier, Fact, FactName, FactType, Origin, Stated, Words
from eligibility.facts.proceedings import Proceeding
from eligibility.facts.values import Value
from eligibility.language import Text
from eligibility.ledger.canonical import canonical
from eligibility.rulebook import Program

__all__ = [
    "SCHEMA",
    "Recorded",
    "Sealed",
    "can_be_personal",
    "core",
    "dossier_of",
    "sealed_digest",
    "sealed_names",
]

SCHEMA = "eligibility/core@1"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A fact kept apart: its salt, and what it seals."""

    salt: bytes
    value: Any


@dataclass(frozen=True, slots=True)
class Recorded:
    """A core with its digests, and the sealed facts by name."""

    core: dict[str, Any]
    sealed: Mapping[str, Sealed]


def core(decision: Decision, salt: Callable[[str], bytes]) -> Recorded:
    """The core of *decision*; *salt* gives a secret of 16 bytes for each sealed fact."""
    program, dossier = decision.program, decision.dossier
    rulebook = program.rulebook
    facts: dict[str, Any] = {}
    sealed: dict[str, Sealed] = {}
    wanted = _facts_read(program)
    for name, stated in sorted(dossier.stated.items()):
        if name not in wanted:
            continue
        plain = _stated(stated)
        if can_be_personal(rulebook.catalogue[name], stated):
            sealed[name] = Sealed(salt(name), plain)
            facts[name] = {"sealed": sealed_digest(name, sealed[name])}
        else:
            facts[name] = plain
    found = {
        "schema": SCHEMA,
        "dossier": dossier.id,
        "scheme": program.scheme.id,
        "submitted_on": _day(dossier.submitted_on),
        "evaluated_on": decision.evaluated_on.isoformat(),
        "rulebook": {
            "version": rulebook.version,
            "digest": rulebook.digest,
            "region": rulebook.region.name,
        },
        "readings": dict(program.readings),
        "facts": facts,
        "outcome": decision.outcome.value,
        "clauses": [_clause(decision, finding) for finding in decision.findings],
        "missing": list(decision.missing),
        "sensitive_to": [
            {"reading": s.reading, "alternative": s.alternative, "outcome": s.outcome.value}
            for s in decision.sensitive_to
        ],
        "indicators": [_figure(decision, figure, sealed, salt) for figure in decision.figures],
    }
    return Recorded(found, sealed)


def _figure(
    decision: Decision, figure: Figure, sealed: dict[str, Sealed], salt: Callable[[str], bytes]
) -> dict[str, Any]:
    """A figure of the appreciation; sealed where it would tell what was sealed."""
    found: dict[str, Any] = {"clause": figure.clause, "of": figure.of, "unit": figure.unit}
    exact = None if figure.value is None else str(figure.value)
    clause = decision.program.rulebook.clause(figure.clause)
    read = clause.indicator if clause else None
    names = () if read is None else (*read.facts, *((read.base,) if read.base else ()))
    if exact is None or not any(name in sealed for name in names):
        return {**found, "exact": exact}
    name = f"{figure.clause}/{figure.of or 'figure'}"
    sealed[name] = Sealed(salt(name), exact)
    return {**found, "sealed": sealed_digest(name, sealed[name])}


def _clause(decision: Decision, finding: Finding) -> dict[str, Any]:
    """Status, and the thresholds and what is missing where there are any."""
    found: dict[str, Any] = {"clause": finding.clause.id, "status": finding.status.value}
    limits = [
        {"facts": list(term), "comparison": word, "value": value}
        for term, word, _, value in thresholds(decision, finding)
    ]
    if limits:
        found["thresholds"] = limits
    if finding.missing:
        found["missing"] = list(finding.missing)
    return found


@lru_cache(maxsize=64)
def _facts_read(program: Program) -> frozenset[FactName]:
    return program.facts_read()


def can_be_personal(fact: Fact, stated: Stated) -> bool:
    """
    Whether a fact can say something of a natural person.

    Those that the catalogue marks, free text, court proceedings (of a sole
    trader they may be criminal convictions), and what somebody assessed or
    gave evidence for, since that names people.
    """
    origin = stated.origin
    return (
        fact.personal
        or fact.type in (FactType.TEXT, FactType.PROCEEDINGS)
        or bool(origin.by or origin.role or origin.rationale or origin.evidence)
    )


def sealed_names(found: Mapping[str, Any]) -> dict[str, str]:
    """What is sealed in a core, with its digest: facts by their names, figures by their clauses."""
    names = {}
    facts, figures = found.get("facts"), found.get("indicators")
    for name, raw in facts.items() if isinstance(facts, dict) else ():
        if isinstance(raw, dict) and "sealed" in raw:
            names[name] = str(raw["sealed"])
    for raw in figures if isinstance(figures, list) else ():
        if isinstance(raw, dict) and "sealed" in raw:
            names[f"{raw.get('clause')}/{raw.get('of') or 'figure'}"] = str(raw["sealed"])
    return names


def sealed_digest(name: str, sealed: Sealed) -> str:
    """`sha256:` of salt, name and value: what stands in the core for a sealed fact."""
    data = canonical([sealed.salt.hex(), name, sealed.value])
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def dossier_of(
    found: Mapping[str, Any], sealed: Mapping[str, Any], catalogue: Catalogue
) -> Dossier:
    """
    The dossier that a core was decided on; *sealed* holds the value of each sealed fact.

    Raises:
        LedgerError: a fact that these rules do not have, or no value of its type.
    """
    stated, faults = {}, []
    for name, raw in found["facts"].items():
        try:
            stated[FactName(name)] = _read(
                catalogue[name], sealed[name] if "sealed" in raw else raw
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            faults.append(
                Fault(
                    "bad-fact",
                    None,
                    Text(
                        f"la donnée `{name}` n'est pas lisible sous ces règles",
                        f"the fact `{name}` cannot be read under these rules",
                    ),
                )
            )
    if faults:
        raise LedgerError(faults)
    return Dossier(found["dossier"], found["scheme"], _read_day(found["submitted_on"]), stated)


def _stated(stated: Stated) -> dict[str, Any]:
    """A fact with its origin; numbers as the engines have them (cents, hundredths, day ordinals)."""
    found: dict[str, Any] = {"value": _value(stated.value)}
    origin = stated.origin.plain()
    if origin != {"origin": "declared"}:
        found["origin"] = origin
    return found


def _value(value: object) -> Any:
    if isinstance(value, Words):
        return sorted(value.sure)
    if isinstance(value, tuple):
        return [
            {
                "kind": each.kind,
                "role": each.role,
                "opened_on": _day(each.opened_on),
                "closed_on": _day(each.closed_on),
                "plan_adopted_on": _day(each.plan_adopted_on),
            }
            for each in value
        ]
    return value


def _read(fact: Fact, raw: Mapping[str, Any]) -> Stated:
    value, given = raw["value"], raw.get("origin", {"origin": "declared"})
    origin = Origin(
        given["origin"],
        as_of=_read_day(given.get("as_of")),
        evidence=given.get("evidence"),
        by=given.get("by"),
        on=_read_day(given.get("on")),
        rationale=given.get("rationale"),
        role=given.get("role"),
    )
    return Stated(_read_value(fact, value), origin)


def _read_value(fact: Fact, value: Any) -> Value | tuple[Proceeding, ...]:
    """The value as the engines have it; ValueError where it is not of the fact's type."""
    if fact.type is FactType.PROCEEDINGS and isinstance(value, list):
        return tuple(
            Proceeding(
                each["kind"],
                each["role"],
                _read_day(each["opened_on"]),
                _read_day(each["closed_on"]),
                _read_day(each["plan_adopted_on"]),
            )
            for each in value
        )
    if fact.type is FactType.WORDS and isinstance(value, list):
        return Words.exactly(frozenset(value))
    if isinstance(value, bool | int | str) and type(value) is _TYPES.get(fact.type):
        return value
    raise ValueError


_TYPES: Mapping[FactType, type] = {
    FactType.AMOUNT: int,
    FactType.NUMBER: int,
    FactType.BOOLEAN: bool,
    FactType.DATE: int,
    FactType.WORD: str,
    FactType.TEXT: str,
    FactType.CODE: str,
}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _read_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
