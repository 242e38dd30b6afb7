"""
Worked examples on awards beside the rules: what monitoring should find.

They validate the law, not the engine: a red one is a question for a person.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from eligibility.awards.covenants import Covenants
from eligibility.awards.monitor import monitor
from eligibility.awards.monitoring import DutyStatus, Monitoring
from eligibility.awards.reader import read_award
from eligibility.decisions.examples import Mismatch, changed, differ, example_documents
from eligibility.documents import Document, Form, Scalar
from eligibility.engines.matching import Matcher
from eligibility.errors import Fault, RulebookError
from eligibility.language import Text
from eligibility.rulebook import Clause, Region
from eligibility.rulebook.shape_examples import AwardExampleFile, AwardExampleShape
from eligibility.rulebook.validation import validated

__all__ = ["AwardExampleReport", "run_award_examples"]


@dataclass
class AwardExampleReport:
    """What the examples showed: how many ran, what differed, which statuses each clause took."""

    ran: int = 0
    mismatches: list[Mismatch] = field(default_factory=list)
    seen: dict[str, set[DutyStatus]] = field(default_factory=dict)
    wanted: dict[str, tuple[DutyStatus, ...]] = field(default_factory=dict)

    def gaps(self) -> Iterator[tuple[str, tuple[DutyStatus, ...]]]:
        """Each maintenance clause with the statuses it was never seen in."""
        for clause, wanted in self.wanted.items():
            lacking = tuple(each for each in wanted if each not in self.seen[clause])
            if lacking:
                yield clause, lacking

    @property
    def passed(self) -> bool:
        """True when nothing differed and every maintenance clause was seen in full."""
        return not self.mismatches and not any(self.gaps())


def run_award_examples(region: Region, folder: Path, matcher: Matcher) -> AwardExampleReport:
    """
    Runs every file of examples on awards below *folder*.

    Raises:
        RulebookError: an example file does not fit.
        InputError: one of its awards does not.
    """
    report = AwardExampleReport()
    for part in region.parts:
        for clause in part.clauses:
            if clause.duty:
                report.seen.setdefault(clause.id, set())
                report.wanted[clause.id] = _reachable(clause)
    for document in example_documents(folder, about_awards=True):
        faults: list[Fault] = []
        given = validated(AwardExampleFile, document, faults)
        if given is None:
            raise RulebookError(faults)
        for index, example in enumerate(given.examples):
            found = _found(region, document, given, index, matcher)
            report.ran += 1
            for finding in found.findings:
                report.seen[finding.duty.clause.id].add(finding.status)
            place = str(document.place(("examples", index)))
            report.mismatches += _mismatches(place, example, found)
    return report


def _reachable(clause: Clause) -> tuple[DutyStatus, ...]:
    """Every status; a duty that has no end under any reading is never over."""
    duty = clause.duty
    ends = duty is not None and bool(duty.end or duty.terms)
    ends = ends or any(each.terms or each.as_long_as for each in clause.alternatives)
    return tuple(each for each in DutyStatus if ends or each is not DutyStatus.KEPT)


def _found(
    region: Region, document: Document, given: AwardExampleFile, index: int, matcher: Matcher
) -> Monitoring:
    root = document.root
    assert isinstance(root, dict)
    examples = root["examples"]
    assert isinstance(examples, list)
    raw = examples[index]
    example = given.examples[index]
    content = changed(root["award"], raw.get("set") if isinstance(raw, dict) else None)
    content["id"] = Scalar("example", Form.QUOTED)
    content["scheme"] = Scalar(example.scheme or given.scheme, Form.QUOTED)
    where = document.locate(("examples", index))
    award = read_award(Document(document.name, content, lambda _: where), region)
    covenant = Covenants(region, example.readings).of(award)
    return monitor(award, covenant, on=date.fromisoformat(example.on), matcher=matcher)


def _mismatches(place: str, example: AwardExampleShape, found: Monitoring) -> Iterator[Mismatch]:
    title = Text(example.example.fr, example.example.en)
    expect = example.expect
    by_status = {
        status: ["/".join(each.key) for each in found.with_status(status)] for status in DutyStatus
    }
    every = {"/".join(each.key): each for each in found.findings}
    exact = (("breached", expect.breached), ("unknown", expect.unknown))
    for what, wanted in exact:
        if wanted is not None:
            yield from differ(place, title, what, (wanted, by_status[DutyStatus(what)]))
    for what, wanted in (("kept", expect.kept), ("pending", expect.pending)):
        lacking = [key for key in wanted if key not in by_status[DutyStatus(what)]]
        yield from differ(place, title, what, (lacking, []))
    yield from differ(place, title, "absent", ([], [key for key in expect.absent if key in every]))
    for key, day in expect.until.items():
        until = every[key].duty.until if key in every else None
        yield from differ(place, title, f"until {key}", ([day], [str(until or "none").lower()]))
    for key, word in expect.consequence.items():
        came = every[key].consequence.value if key in every else "-"
        yield from differ(place, title, f"consequence {key}", ([word], [came]))
    if expect.total is not None:
        cents = "null" if found.total is None else str(Decimal(found.total).scaleb(-2).normalize())
        stated = str(Decimal(expect.total).normalize()) if expect.total != "null" else "null"
        yield from differ(place, title, "total", ([stated], [cents]))
    if expect.missing is not None:
        names = {name for each in found.findings for name in each.missing}
        yield from differ(place, title, "missing", (expect.missing, names))
    if expect.sensitive is not None:
        readings = [f"{each.reading}={each.alternative}" for each in found.sensitive_to]
        yield from differ(place, title, "sensitive", (expect.sensitive, readings))
