"""
The conclusion for one dossier under one program.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from eligibility.decisions.decision import Decision, Finding, Outcome, Sensitivity
from eligibility.decisions.indicators import figures
from eligibility.engines import Engine, checked
from eligibility.engines.protocol import Truths
from eligibility.errors import Fault
from eligibility.facts import Catalogue, Dossier, FactName, Facts
from eligibility.facts.coherence import stale
from eligibility.language import Lang, Text, listed
from eligibility.logic import Status, evaluate, facts_of, leaves, status
from eligibility.logic.missing import missing
from eligibility.rulebook import Line, Program, Scheme
from eligibility.rulebook.model import APPLICANT
from eligibility.rulebook.sentence import requirement_sentence

__all__ = ["concluded", "decide", "is_for_others", "outcome_of"]


def decide(dossier: Dossier, program: Program, *, as_of: date, engine: Engine) -> Decision:
    """
    The decision that *program* gives for *dossier* on one day, computed twice.

    Reads no clock, no network and no ledger, so that replay can call it too.
    An absent fact is unknown, never false and never zero.

    Raises:
        EngineError: *engine* and the reference disagree, or it gave no answer.
    """
    facts = dossier.on(as_of, program.rulebook.catalogue)
    return concluded(dossier, program, as_of, facts, checked(program, facts, engine))


def concluded(
    dossier: Dossier, program: Program, as_of: date, facts: Facts, truths: Truths
) -> Decision:
    """
    The decision that follows from the *truths* of *program* for *facts*, the
    facts of *dossier* on *as_of*.
    """
    catalogue = program.rulebook.catalogue
    known = program.with_properties(facts)
    lines = program.lines
    if program.otherwise is not None and truths[program.when_at] is not True:
        lines = program.otherwise
    statuses = [_status(line, truths) for line in lines]
    outcome = outcome_of(statuses)
    findings = tuple(
        Finding(line, found, _missing(line, found, truths, program, known))
        for line, found in zip(lines, statuses, strict=True)
    )
    return Decision(
        dossier=dossier,
        program=program,
        evaluated_on=as_of,
        facts=known,
        outcome=outcome,
        findings=findings,
        missing=tuple(sorted({fact for finding in findings for fact in finding.missing})),
        sensitive_to=tuple(_sensitivities(program, truths, outcome)),
        figures=tuple(figures(program, known)),
        predicates=tuple((name, truths[at]) for name, at in program.predicates),
        warnings=(
            *dossier.warnings,
            *stale(dossier, catalogue, as_of),
            *_misdirected(program, known, catalogue),
        ),
    )


def outcome_of(statuses: Iterable[Status]) -> Outcome:
    """
    One clause not met rejects; else one unknown leaves the dossier incomplete.

    "Tout défaut d'une seule de ces conditions conduira au rejet" (SRDEII-A27-E7,
    SRDTL-47-T17). A certain failure weighs more than a missing item.
    """
    found = set(statuses)
    if Status.NOT_MET in found:
        return Outcome.INELIGIBLE
    return Outcome.INCOMPLETE if Status.UNKNOWN in found else Outcome.ELIGIBLE


def is_for_others(scheme: Scheme, known: Facts) -> bool:
    """Whether it is sure that *scheme* is not for this applicant; nothing is concluded from it."""
    applicant = known.get(APPLICANT)
    other = applicant is not None and scheme.applicants and applicant not in scheme.applicants
    return bool(other) or evaluate(scheme.audience, known) is False


def _misdirected(program: Program, known: Facts, catalogue: Catalogue) -> Iterator[Fault]:
    """A warning where the scheme is for others and no clause of it says so."""
    scheme = program.scheme
    if not is_for_others(scheme, known):
        return
    if evaluate(scheme.audience, known) is False:
        region = program.rulebook.region
        yield Fault(
            "other-applicant",
            None,
            Text(
                "ce dispositif s'adresse à d'autres : il suppose que "
                + requirement_sentence(scheme.audience, region, Lang.FR),
                "this scheme is for others: it supposes that "
                + requirement_sentence(scheme.audience, region, Lang.EN),
            ),
        )
        return
    applicant = known.get(APPLICANT)
    trees = (line.requirement for line in program.lines)
    if any(APPLICANT in facts_of(leaf) for tree in trees for leaf in leaves(tree)):
        return

    def said(words: Iterable[str], lang: Lang) -> str:
        return listed((catalogue[APPLICANT].word_label(word)[lang] for word in words), lang)

    whom = (str(applicant),)
    yield Fault(
        "other-applicant",
        None,
        Text(
            f"ce dispositif s'adresse à d'autres demandeurs ({said(scheme.applicants, Lang.FR)}) ; "
            f"la demande est faite par : {said(whom, Lang.FR)}",
            f"this scheme is for other applicants ({said(scheme.applicants, Lang.EN)}); "
            f"the application is made by: {said(whom, Lang.EN)}",
        ),
        None,
        APPLICANT,
    )


def _status(line: Line, truths: Truths) -> Status:
    return status(truths[line.guard_at], truths[line.requirement_at])


def _missing(
    line: Line, found: Status, truths: Truths, program: Program, known: Mapping[FactName, object]
) -> tuple[FactName, ...]:
    if found is not Status.UNKNOWN:
        return ()
    applies, holds = truths[line.guard_at], truths[line.requirement_at]
    names = missing(line.guard, line.requirement, applies, holds, known)  # type: ignore[arg-type]
    return tuple(sorted({program.rulebook.catalogue[name].asked for name in names}))


def _sensitivities(program: Program, truths: Truths, outcome: Outcome) -> Iterable[Sensitivity]:
    for variant in program.variants:
        if truths[variant.when_at] is not True:
            continue
        other = outcome_of(_status(line, truths) for line in variant.lines)
        if other is not outcome:
            yield Sensitivity(variant.reading, variant.alternative, other)
