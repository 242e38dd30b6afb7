"""
One dossier held against every scheme: which of them fit, why not, what to ask.

It is worked out by the reference evaluator alone; whoever chooses a scheme
then checks the dossier against it, which both engines do.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from eligibility.decisions import Decision, Finding, Outcome, concluded, is_for_others
from eligibility.engines.protocol import reference
from eligibility.facts import Dossier, Fact, Facts
from eligibility.logic import Status
from eligibility.rulebook import Program, Rulebook, Scheme, Stage, program
from eligibility.rulebook.choices import checked_readings
from eligibility.rulebook.model import State

__all__ = ["Match", "Verdict", "matches", "programs_of"]


class Verdict(StrEnum):
    """What a dossier is to a scheme."""

    ELIGIBLE = "eligible"
    INCOMPLETE = "incomplete"
    INELIGIBLE = "ineligible"
    OTHER_APPLICANT = "not_for_this_applicant"


_ORDER = tuple(Verdict)
_DECIDES = {Outcome.INELIGIBLE: Status.NOT_MET, Outcome.INCOMPLETE: Status.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Match:
    """
    What is found for one scheme.

    *deciding* holds every finding that makes it so, those of the scheme's own
    clauses first; *questions* the facts that would settle an incomplete one,
    in the order of the catalogue.
    """

    decision: Decision
    verdict: Verdict
    deciding: tuple[Finding, ...]
    questions: tuple[Fact, ...]

    @property
    def scheme(self) -> Scheme:
        """The scheme that the dossier was held against."""
        return self.decision.program.scheme


def programs_of(
    rulebook: Rulebook, as_of: date, chosen: Mapping[str, str] | None = None
) -> Iterator[Program]:
    """
    What evaluates each scheme of *rulebook* that was not over before its text, under
    the *chosen* readings.

    Raises:
        UnknownReadingError: a reading or an alternative that does not exist.
    """
    checked_readings(rulebook, chosen or {})
    for scheme in rulebook.schemes:
        if scheme.state is not State.PAST:
            yield program(rulebook, scheme.id, as_of, chosen)


def matches(dossier: Dossier, programs: Iterable[Program], as_of: date) -> tuple[Match, ...]:
    """
    *dossier* held against each of *programs*, of one rulebook, whatever scheme it names.

    First what it may be sent to, that with most conditions of its own before
    the others; then what lacks least, then the refusals. Within each, what is
    open before what is only announced.
    """
    made = tuple(programs)
    if not made:
        return ()
    facts = dossier.on(as_of, made[0].rulebook.catalogue)
    found = [_match(replace(dossier, scheme=p.scheme.id), p, as_of, facts) for p in made]
    return tuple(sorted(found, key=_rank))


def _rank(match: Match) -> tuple[int, bool, int]:
    own = sum(finding.clause.stage is Stage.SCHEME for finding in match.decision.findings)
    lacks = len(match.questions) if match.verdict is Verdict.INCOMPLETE else 0
    return (
        _ORDER.index(match.verdict),
        match.scheme.state is not State.OPEN,
        -own if match.verdict is Verdict.ELIGIBLE else lacks,
    )


def _match(dossier: Dossier, made: Program, as_of: date, facts: Facts) -> Match:
    truths = reference(made, made.with_properties(facts))
    decision = concluded(dossier, made, as_of, facts, truths)
    if is_for_others(made.scheme, decision.facts):
        return Match(decision, Verdict.OTHER_APPLICANT, (), ())
    wanted = _DECIDES.get(decision.outcome)
    deciding = decision.with_status(wanted) if wanted else ()
    questions = decision.missing_facts() if decision.outcome is Outcome.INCOMPLETE else ()
    return Match(decision, Verdict(decision.outcome.value), _own_first(deciding), questions)


def _own_first(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """What is particular to the scheme before what every aid asks for."""
    return tuple(sorted(findings, key=lambda each: each.clause.stage is not Stage.SCHEME))
