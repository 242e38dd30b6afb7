"""
Worked examples beside the rules: what the law should conclude on a case.

They validate the law, not the engine: a red one is a question for a person.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from eligibility.decisions.decide import decide
from eligibility.decisions.decision import Decision
from eligibility.documents import Document, Form, Scalar, Value, read_document
from eligibility.engines import Engine
from eligibility.errors import Fault, RulebookError
from eligibility.facts import read_dossier
from eligibility.language import Text
from eligibility.logic import Status
from eligibility.rulebook import Region, Stage, in_force, program
from eligibility.rulebook.shape_examples import ExampleFile, ExampleShape
from eligibility.rulebook.validation import validated

__all__ = [
    "ExampleReport",
    "Mismatch",
    "changed",
    "differ",
    "example_documents",
    "run_examples",
]

WANTED = (Status.MET, Status.NOT_MET, Status.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One expectation that did not come out."""

    place: str
    example: Text
    what: str
    expected: str
    found: str


@dataclass
class ExampleReport:
    """What the examples showed: how many ran, what differed, which statuses each clause took."""

    ran: int = 0
    mismatches: list[Mismatch] = field(default_factory=list)
    seen: dict[str, set[Status]] = field(default_factory=dict)
    eligibility: set[str] = field(default_factory=set)

    def gaps(self) -> Iterator[tuple[str, tuple[Status, ...]]]:
        """Each eligibility clause with the statuses it was never seen in."""
        for clause, statuses in self.seen.items():
            lacking = tuple(status for status in WANTED if status not in statuses)
            if lacking and clause in self.eligibility:
                yield clause, lacking

    @property
    def passed(self) -> bool:
        """True when nothing differed and every eligibility clause was seen in full."""
        return not self.mismatches and not any(self.gaps())


def run_examples(region: Region, folder: Path, engine: Engine) -> ExampleReport:
    """
    Runs every `examples/*.yaml` below *folder*.

    Raises:
        RulebookError: an example file does not fit, or its dossier does not.
    """
    report = ExampleReport()
    for part in region.parts:
        for clause in part.clauses:
            if clause.is_tested:
                report.seen.setdefault(clause.id, set())
                if clause.stage is Stage.ELIGIBILITY:
                    report.eligibility.add(clause.id)
    for document in example_documents(folder, about_awards=False):
        faults: list[Fault] = []
        given = validated(ExampleFile, document, faults)
        if given is None:
            raise RulebookError(faults)
        for index, example in enumerate(given.examples):
            decision = _decision(region, document, given, example, index, engine)
            report.ran += 1
            for finding in decision.findings:
                report.seen[finding.clause.id].add(finding.status)
            place = str(document.place(("examples", index)))
            report.mismatches += _mismatches(place, example, decision)
    return report


def example_documents(folder: Path, *, about_awards: bool) -> Iterator[Document]:
    """The files of worked examples below *folder*: those on awards have a base `award`."""
    for path in sorted(folder.rglob("examples/*.yaml")):
        document = read_document(path)
        root = document.root
        if (isinstance(root, dict) and "award" in root) is about_awards:
            yield document


def changed(base: Value, changes: Value | None) -> dict[str, Value]:
    """A copy of *base* with the dotted paths of *changes* laid over it."""
    content = _copy(base)
    assert isinstance(content, dict)
    for dotted, value in (changes if isinstance(changes, dict) else {}).items():
        _set(content, dotted.split("."), value)
    return content


def differ(
    place: str, title: Text, what: str, pair: tuple[Iterable[str], Iterable[str]]
) -> Iterator[Mismatch]:
    """The mismatch of an expected and a found list, where they are not the same."""
    expected, found = map(sorted, pair)
    if expected != found:
        yield Mismatch(place, title, what, ", ".join(expected) or "-", ", ".join(found) or "-")


def _decision(
    region: Region,
    document: Document,
    given: ExampleFile,
    example: ExampleShape,
    index: int,
    engine: Engine,
) -> Decision:
    root = document.root
    assert isinstance(root, dict)
    examples = root["examples"]
    assert isinstance(examples, list)
    raw = examples[index]
    content = changed(root["base"], raw.get("set") if isinstance(raw, dict) else None)
    content["id"] = Scalar("example", Form.QUOTED)
    content["scheme"] = Scalar(example.scheme or given.scheme, Form.QUOTED)
    where = document.locate(("examples", index))
    dossier = read_dossier(
        Document(document.name, content, lambda _: where), region.catalogue, region.scheme_ids
    )
    as_of = date.fromisoformat(example.on or given.on)
    made = program(in_force(region, as_of), dossier.scheme, as_of)
    return decide(dossier, made, as_of=as_of, engine=engine)


def _copy(value: Value) -> Value:
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    return [_copy(item) for item in value] if isinstance(value, list) else value


def _set(content: dict[str, Value], steps: list[str], value: Value) -> None:
    for step in steps[:-1]:
        below = content.setdefault(step, {})
        if not isinstance(below, dict):
            below = content[step] = {}
        content = below
    content[steps[-1]] = value


def _mismatches(place: str, example: ExampleShape, decision: Decision) -> Iterator[Mismatch]:
    by_status = {
        status: sorted(str(f.clause.id) for f in decision.with_status(status)) for status in Status
    }
    title = Text(example.example.fr, example.example.en)
    expect = example.expect

    if expect.outcome and expect.outcome != decision.outcome.value:
        yield Mismatch(place, title, "outcome", expect.outcome, decision.outcome.value)
    if expect.not_met is not None:
        pair = (expect.not_met, by_status[Status.NOT_MET])
        yield from differ(place, title, "not_met", pair)
    if expect.unknown is not None:
        pair = (expect.unknown, by_status[Status.UNKNOWN])
        yield from differ(place, title, "unknown", pair)
    if expect.missing is not None:
        yield from differ(place, title, "missing", (expect.missing, list(decision.missing)))
    if expect.sensitive is not None:
        found = [f"{each.reading}={each.alternative}" for each in decision.sensitive_to]
        yield from differ(place, title, "sensitive", (expect.sensitive, found))
    for what, wanted in (("met", expect.met), ("not_applicable", expect.not_applicable)):
        absent = [clause for clause in wanted if clause not in by_status[Status(what)]]
        if absent:
            yield Mismatch(place, title, what, ", ".join(absent), "-")
