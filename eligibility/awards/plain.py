"""
Duties and findings as the JSON objects of the contract (section 5).
"""

from datetime import date
from typing import Any

from eligibility.awards.agenda import Due
from eligibility.awards.award import Event
from eligibility.awards.duties import DatedDuty
from eligibility.awards.evidence import days_to_ask
from eligibility.awards.monitoring import DutyFinding, Monitoring, Otherwise
from eligibility.awards.obligations import Obligations
from eligibility.awards.words import event_text, period_text, reason, working
from eligibility.decisions.plain import citation, plain_warning
from eligibility.facts import FactType
from eligibility.facts.events import EVENTS
from eligibility.language import Lang
from eligibility.quantities import unscaled
from eligibility.rulebook.covenant import Covenant

__all__ = ["plain_agenda", "plain_monitoring", "plain_obligations"]


def plain_obligations(found: Obligations, lang: Lang) -> dict[str, Any]:
    """`eligibility/obligations@1`."""
    return {
        "schema": "eligibility/obligations@1",
        "award": found.award.id,
        "scheme": found.award.scheme,
        "signed_on": found.award.signed_on.isoformat(),
        **_rules(found.covenant),
        "obligations": [_duty(duty, lang) for duty in found.duties],
        "sensitive_to": [
            {
                "reading": each.reading,
                "alternative": each.alternative,
                "obligations": [_dates(duty) for duty in each.duties],
                "absent": [_key(*key) for key in each.absent],
            }
            for each in found.sensitive_to
        ],
        "warnings": [plain_warning(fault, lang) for fault in found.warnings],
    }


def plain_monitoring(found: Monitoring, lang: Lang) -> dict[str, Any]:
    """`eligibility/monitoring@1`."""
    return {
        "schema": "eligibility/monitoring@1",
        "award": found.award.id,
        "scheme": found.award.scheme,
        "on": found.on.isoformat(),
        **_rules(found.covenant),
        "total": _euros(found.total),
        "findings": [_finding(each, found, lang) for each in found.findings],
        "sensitive_to": [_otherwise(each) for each in found.sensitive_to],
        "replaced": [
            {"event": _event(event), "by": _event(by)} for event, by in found.record.replaced
        ],
        "later": [_event(event) for event in found.record.later],
        "warnings": [plain_warning(fault, lang) for fault in found.warnings],
    }


def plain_agenda(due: Due, lang: Lang) -> dict[str, Any]:
    """`eligibility/due@1`: one thing that falls due."""
    return {
        "schema": "eligibility/due@1",
        "on": due.on.isoformat(),
        "award": due.award.id,
        "clause": due.clause.id,
        "objects": [duty.object for duty in due.duties],
        "what": due.what.value,
        "evidence": _evidence_text(due.duties[0], lang),
    }


def _rules(covenant: Covenant) -> dict[str, Any]:
    rulebook = covenant.rulebook
    return {
        "rulebook": {"version": rulebook.version, "digest": rulebook.digest},
        "readings": dict(covenant.readings),
    }


def _key(clause: str, name: str) -> dict[str, str]:
    return {"clause": clause, "object": name}


def _dates(duty: DatedDuty) -> dict[str, Any]:
    return {
        **_key(duty.clause.id, duty.object),
        "from": _day(duty.start.day),
        "until": _day(duty.until),
        "at_least_until": _day(duty.at_least_until),
        "missing": list(duty.missing),
    }


def _duty(duty: DatedDuty, lang: Lang) -> dict[str, Any]:
    return {
        **_dates(duty),
        "period": period_text(duty, lang),
        "consequence": duty.undertaking.consequence,
        "evidence": _evidence_text(duty, lang),
        "ask_on": [day.isoformat() for day in days_to_ask(duty)],
        "citation": citation(duty.clause.citation),
    }


def _evidence_text(duty: DatedDuty, lang: Lang) -> str | None:
    spec = duty.clause.evidence
    return spec.text[lang] if spec else None


def _finding(finding: DutyFinding, found: Monitoring, lang: Lang) -> dict[str, Any]:
    return {
        **_verdict(finding),
        "evidence": finding.evidence.value,
        "event": _told(finding.breaches[0], found, lang) if finding.breaches else None,
        "events": [_told(event, found, lang) for event in finding.breaches],
        "doubts": [_told(event, found, lang) for event in finding.doubts],
        "missing": list(finding.missing),
        "from": _day(finding.duty.start.day),
        "until": _day(finding.duty.until),
        "at_least_until": _day(finding.duty.at_least_until),
        "reason": reason(finding, found, lang),
        "working": working(finding.clawback, found.award, lang) if finding.clawback else None,
        "citation": citation(finding.duty.clause.citation),
    }


def _verdict(finding: DutyFinding) -> dict[str, Any]:
    return {
        **_key(*finding.key),
        "status": finding.status.value,
        "consequence": finding.consequence.value,
        "amount": _euros(finding.clawback.cents if finding.clawback else None),
    }


def _otherwise(each: Otherwise) -> dict[str, Any]:
    return {
        "reading": each.reading,
        "alternative": each.alternative,
        "findings": [_verdict(finding) for finding in each.findings],
        "absent": [_key(*key) for key in each.absent],
        "total": _euros(each.total),
    }


def _told(event: Event, found: Monitoring, lang: Lang) -> dict[str, Any]:
    return {**_event(event), "text": event_text(event, found, lang)}


def _event(event: Event) -> dict[str, Any]:
    """The event as it stands in the file."""
    plain: dict[str, Any] = {}
    if event.id:
        plain["id"] = event.id
    if event.replaces:
        plain["replaces"] = event.replaces
    plain |= {"on": event.on.isoformat(), "kind": event.kind}
    for fact in EVENTS[event.kind].fields:
        value = event.fields.get(fact.name)
        if isinstance(value, tuple):
            plain[fact.name] = list(value)
        elif value is not None:
            is_number = fact.type is FactType.NUMBER and isinstance(value, int)
            plain[fact.name] = unscaled(int(value), fact.decimals) if is_number else value
    for key in ("evidence", "note"):
        if getattr(event, key):
            plain[key] = getattr(event, key)
    return plain


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _euros(cents: int | None) -> int | float | None:
    return None if cents is None else unscaled(cents, 2)
