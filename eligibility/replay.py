"""
Recorded decisions evaluated again, and compared.

Under the rules that each was decided under, kept in the ledger, the core must
come out the same byte for byte; else every difference has its cause. Under
other rules or another reading, what changes is told dossier by dossier.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from eligibility.decisions import Decision, decide
from eligibility.engines import Engine
from eligibility.errors import EligibilityError, Fault, LedgerError
from eligibility.facts import Dossier
from eligibility.language import Text
from eligibility.ledger.canonical import canonical, same
from eligibility.ledger.core import Sealed, core, dossier_of, sealed_digest
from eligibility.ledger.entry import Entry, Kind
from eligibility.ledger.source import Source
from eligibility.ledger.unsealed import ErasedError, Unsealing
from eligibility.rulebook import Program, Region, in_force, program
from eligibility.rulebook.region import compile_region

__all__ = ["Cause", "Difference", "Replayed", "Replayer", "Verdict", "recorded_dossier"]


class Verdict(StrEnum):
    """How a decision came out again."""

    IDENTICAL = "identical"
    DIFFERENT = "different"
    ERASED = "erased"  # its sealed facts are gone: not replayable
    FAILED = "failed"  # it cannot be evaluated again


class Cause(StrEnum):
    """Why a decision came out differently."""

    RULES = "rules"
    FACTS = "facts"
    ENGINE = "engine"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not the same: a clause or a key of the core, before and after."""

    what: str
    before: str
    after: str
    clause: bool = False


@dataclass(frozen=True, slots=True)
class Replayed:
    """One recorded decision and what became of it."""

    number: int
    dossier: str
    verdict: Verdict
    before: str
    after: str | None
    differences: tuple[Difference, ...] = ()
    cause: Cause | None = None
    error: EligibilityError | None = None


EngineOf = Callable[[Program], Engine]
"""The engine that evaluates a program beside the reference."""


class Replayer:
    """Keeps the programs that it compiled: decisions share them."""

    def __init__(
        self,
        source: Source,
        engine_of: EngineOf,
        *,
        region: Region | None = None,
        readings: Mapping[str, str] | None = None,
    ) -> None:
        self.source = source
        self.unsealing = Unsealing(source)
        self.engine_of = engine_of
        self.region = region
        self.readings = readings
        self.regions: dict[str, Region] = {}
        self.programs: dict[tuple[Any, ...], Program] = {}

    def all(self, only: int | None = None) -> Iterator[Replayed]:
        """Every decision in order, or the one of that number; as the record is at one moment."""
        with self.source.snapshot():
            yield from self._all(only)

    def _all(self, only: int | None) -> Iterator[Replayed]:
        sealed = iter(self.source.sealed())
        number, facts = next(sealed, (-1, {}))
        for stored in self.source.stored():
            while number < stored.number and number >= 0:
                number, facts = next(sealed, (-1, {}))
            if only is not None and stored.number != only:
                continue
            try:
                entry = stored.entry(self.source.name)
            except LedgerError as error:
                yield Replayed(stored.number, "?", Verdict.FAILED, "?", None, error=error)
                continue
            if entry.kind is Kind.DECISION:
                yield self.one(entry, facts if number == stored.number else {})

    def one(self, entry: Entry, sealed: Mapping[str, Sealed]) -> Replayed:
        """One decision evaluated again."""
        before = entry.body["core"]
        try:
            made = self.decision(entry, sealed)
        except ErasedError:
            return self._result(entry, Verdict.ERASED)
        except EligibilityError as error:
            return self._result(entry, Verdict.FAILED, error=error)
        salts = {name: each.salt for name, each in sealed.items()}
        after = core(made, lambda name: salts.get(name, b"")).core
        if same(before, after):
            return self._result(entry, Verdict.IDENTICAL, after)
        differences = tuple(_differences(before, after))
        return self._result(
            entry, Verdict.DIFFERENT, after, differences, self._cause(before, after, sealed)
        )

    def decision(self, entry: Entry, sealed: Mapping[str, Sealed]) -> Decision:
        """
        The recorded decision *entry*, made again.

        Raises:
            ErasedError: its sealed facts were erased, or left out of the archive.
            EligibilityError: the rules are not there or no longer in force that
                day, or a fact is missing or damaged.
        """
        before = entry.body["core"]
        values = self.unsealing.values(entry, sealed)
        as_of = date.fromisoformat(before["evaluated_on"])
        region = self.region or self._region(before["rulebook"]["digest"])
        dossier = dossier_of(before, values, region.catalogue)
        chosen = before["readings"] if self.readings is None else self.readings
        made = self._program(region, before["scheme"], as_of, chosen)
        return decide(dossier, made, as_of=as_of, engine=self.engine_of(made))

    def _region(self, digest: str) -> Region:
        if digest not in self.regions:
            self.regions[digest] = _region(self.source, digest)
        return self.regions[digest]

    def _program(
        self, region: Region, scheme: str, as_of: date, chosen: Mapping[str, str]
    ) -> Program:
        rulebook = in_force(region, as_of)
        key = (id(region), rulebook.digest, scheme, tuple(sorted(chosen.items())))
        if key not in self.programs:
            self.programs[key] = program(rulebook, scheme, as_of, chosen)
        return self.programs[key]

    def _cause(
        self, before: Mapping[str, Any], after: Mapping[str, Any], sealed: Mapping[str, Sealed]
    ) -> Cause:
        if (before["rulebook"], before["readings"]) != (after["rulebook"], after["readings"]):
            return Cause.RULES
        for name, raw in before["facts"].items():
            kept = sealed.get(name)
            if kept is not None and raw.get("sealed") != sealed_digest(name, kept):
                return Cause.FACTS
        return Cause.FACTS if before["facts"] != after["facts"] else Cause.ENGINE

    def _result(
        self,
        entry: Entry,
        verdict: Verdict,
        after: Mapping[str, Any] | None = None,
        differences: tuple[Difference, ...] = (),
        cause: Cause | None = None,
        error: EligibilityError | None = None,
    ) -> Replayed:
        before = entry.body["core"]
        return Replayed(
            entry.number,
            before["dossier"],
            verdict,
            before["outcome"],
            after["outcome"] if after else None,
            differences,
            cause,
            error,
        )


def recorded_dossier(source: Source, number: int) -> Dossier | None:
    """
    The dossier of the recorded decision of that *number*; None where there is none.

    Raises:
        ErasedError: its sealed facts were erased, or left out of the archive.
        LedgerError: its rules are not there, or a fact is missing or damaged.
    """
    for stored in source.stored():
        if stored.number == number and (entry := stored.entry(source.name)).kind is Kind.DECISION:
            found = entry.body["core"]
            facts = next((facts for at, facts in source.sealed() if at == number), {})
            catalogue = _region(source, found["rulebook"]["digest"]).catalogue
            return dossier_of(found, Unsealing(source).values(entry, facts), catalogue)
    return None


def _region(source: Source, digest: str) -> Region:
    """The region compiled from the files of a rulebook that *source* keeps."""
    rules = source.rules(digest)
    if rules is None:
        raise _no_rules(digest)
    return compile_region(rules.region, dict(rules.files), str)


def _no_rules(digest: str) -> LedgerError:
    return LedgerError(
        [
            Fault(
                "no-rules",
                None,
                Text(
                    f"les règles {digest} ne sont pas dans le registre",
                    f"the rules {digest} are not in the ledger",
                ),
                Text("donnez-les avec --rulebook", "give them with --rulebook"),
            )
        ]
    )


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    if before["outcome"] != after["outcome"]:
        yield Difference("outcome", before["outcome"], after["outcome"])
    old = {each["clause"]: each for each in before["clauses"]}
    new = {each["clause"]: each for each in after["clauses"]}
    for clause in dict.fromkeys((*old, *new)):
        one, two = old.get(clause), new.get(clause)
        if one != two:
            yield Difference(clause, _said(one, two), _said(two, one), clause=True)
    for key in ("facts", "missing", "sensitive_to", "indicators", "readings", "rulebook"):
        if before[key] != after[key]:
            yield Difference(key, _short(before[key]), _short(after[key]))


def _said(clause: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> str:
    """The status, and the thresholds where they are what differs."""
    if clause is None:
        return "-"
    if other is None or clause["status"] != other["status"]:
        return str(clause["status"])
    rest = [_short(clause[key]) for key in ("thresholds", "missing") if key in clause]
    return " ".join((clause["status"], *rest))


def _short(value: Any) -> str:
    text = canonical(value).decode()
    return text if len(text) <= 200 else text[:197] + "..."
