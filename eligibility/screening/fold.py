"""
From truths to conclusions, for a column of dossiers.

The same table of statuses and the same fold as for one dossier (`logic.truth`,
`decisions.decide`), as Ibis expressions over bits. Relations follow one
another:

    facts    a row a dossier: id, scheme, track, error, a column a fact
    truths   the truth of each condition, and what open conditions wait for
    bits     the pairs (guard, requirement) not met and unknown, under whatever reading
    verdicts those of the text as it is read, and the outcome
    marks    the outcome, and as bits the clauses not met and unknown, what is
             missing, and the readings that would change the outcome

*track* is the place of a scheme and period in the plan, NULL for a row with an
error, which has no conclusion.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

import ibis
import ibis.expr.types as ir

from eligibility.engines.columnar import Columns, lowered, openings
from eligibility.facts.values import MARK
from eligibility.logic import ALWAYS, NEVER
from eligibility.screening.bits import WIDTH, Bits, packed
from eligibility.screening.plan import Other, Plan, Track
from eligibility.screening.statement import FAMILIES
from eligibility.screening.waits import Wait, waits_of

__all__ = ["CARRIED", "ELIGIBLE", "INCOMPLETE", "INELIGIBLE", "Fold"]

ELIGIBLE, INCOMPLETE, INELIGIBLE = 0, 1, 2
"""The outcomes as small numbers, in the order of the fold: the greatest one wins."""

CARRIED = ("id", "scheme", "track", "error")
"""The columns that every relation hands on."""


@dataclass(frozen=True)
class Fold:
    """The expressions of one plan."""

    plan: Plan

    def truths(self, rows: ibis.Table, facts: Columns) -> ibis.Table:
        """A column `c…` for each condition, and `o…` for what an open one waits for."""
        chosen: dict[str, ir.Value] = {name: rows[name] for name in CARRIED}
        for at, node in enumerate(self.plan.conditions):
            if node not in (ALWAYS, NEVER):
                chosen[f"c{at}"] = lowered(node, facts)
        for place, (waiting, fact) in enumerate(self._waits):
            if waiting is not None:
                chosen[f"o{place}"] = openings(self.plan.conditions[waiting], facts)[fact]
            elif fact in facts.values:
                chosen[f"o{place}"] = facts.values[fact].isnull()
            else:
                chosen[f"o{place}"] = ibis.literal(True)
        return rows.select(**chosen)

    def bits(self, truths: ibis.Table) -> ibis.Table:
        """
        The pairs not met (`pn…`) and unknown (`pu…`), and what is waited for (`w…`), as bits.

        Of each row only those that its own track holds against it, under any
        reading: rows of which the same is concluded have the same bits.
        """
        chosen: dict[str, ir.Value] = {name: truths[name] for name in CARRIED}
        track = chosen["track"] = self._settled(truths)
        passed = packed([self._passes(truths, pair) for pair in self.plan.pairs])
        doubtful = packed([self._is_open(truths, pair) for pair in self.plan.pairs])
        fails = passed.complement(len(self.plan.pairs))
        unknown = fails & doubtful
        read = {at: each.pairs for at, each in self._tracks}
        waits = packed([truths[f"o{at}"] for at in range(len(self._waits))])
        chosen |= _named("pn", (fails ^ unknown).within(track, read))
        chosen |= _named("pu", unknown.within(track, read))
        chosen |= _named("w", waits.within(track, self._own_waits()))
        for at in self._conditional:
            chosen[f"c{at}"] = self._truth(truths, at)
        return truths.select(**chosen)

    def verdicts(self, bits: ibis.Table) -> ibis.Table:
        """The bits of what each track holds against its rows, and the outcome as a number."""
        track = bits["track"]
        own = {at: {pair for pair, _ in each.clauses} for at, each in self._tracks}
        failed = self._bits("pn", bits).within(track, own)
        doubtful = self._bits("pu", bits).within(track, own)
        outcome = _outcome(failed.meets(self._all_pairs), doubtful.meets(self._all_pairs))
        chosen = {name: bits[name] for name in bits.columns if not name.startswith("w")}
        chosen["outcome"] = ibis.ifelse(track.isnull(), ibis.null("int8"), outcome)
        return bits.select(
            **chosen,
            **_named("nm", failed),
            **_named("un", doubtful),
            **_named("mi", self._bits("w", bits)),
        )

    def marks(self, verdicts: ibis.Table) -> ibis.Table:
        """The outcome as a number, and the bits of the four lists in as few columns as hold them."""
        kinds = [
            f"{kind}{word}" for kind in ("nm", "un", "mi") for word in range(self.widths[kind])
        ]
        return verdicts.select(
            *(verdicts[name] for name in (*CARRIED, "outcome", *kinds)),
            **_named("se", self._sensitive(verdicts)),
        )

    def text(self, name: str, marks: ibis.Table) -> ir.StringValue:
        """The list *name* of a row of marks, each item followed by a mark."""
        writers: Mapping[str, Callable[[Track, ibis.Table], Sequence[tuple[str, ir.BooleanValue]]]]
        writers = {
            "not_met": lambda track, rows: _clauses(track, self._bits("nm", rows)),
            "unknown": lambda track, rows: _clauses(track, self._bits("un", rows)),
            "missing": self._missing,
            "sensitive": lambda track, rows: [
                (reading, self._bits("se", rows).meets((at,)))
                for at, reading in enumerate(track.readings)
            ],
        }
        items = {at: writers[name](track, marks) for at, track in self._tracks}
        texts = [(at, _joined(each)) for at, each in items.items() if each]
        return marks["track"].cases(*texts, else_="") if texts else ibis.literal("")

    @property
    def widths(self) -> Mapping[str, int]:
        """How many integers hold the bits of each kind."""
        readings = max((len(track.readings) for track in self.plan.tracks), default=0)
        pairs, waits = len(self.plan.pairs), len(self._waits)
        counts = {"nm": pairs, "un": pairs, "mi": waits, "se": readings}
        counts |= {"pn": pairs, "pu": pairs, "w": waits}
        return {kind: -(-count // WIDTH) for kind, count in counts.items()}

    def keys(self, family: str) -> tuple[str, ...]:
        """The columns of marks that the lists of a *family* follow from."""
        kinds, _ = FAMILIES[family]
        return (
            "track",
            *(f"{kind}{word}" for kind in kinds for word in range(self.widths[kind])),
        )

    @property
    def _tracks(self) -> Sequence[tuple[int, Track]]:
        return tuple(enumerate(self.plan.tracks))

    @property
    def _conditional(self) -> Sequence[int]:
        """The conditions under which a reading counts."""
        found = {other.when for track in self.plan.tracks for other in track.others}
        return sorted(at for at in found if self.plan.conditions[at] != ALWAYS)

    @property
    def _all_pairs(self) -> range:
        return range(len(self.plan.pairs))

    @cached_property
    def _waits(self) -> tuple[Wait, ...]:
        """Every bit that a missing fact may need, each once."""
        pairs = {pair for track in self.plan.tracks for pair, _ in track.clauses}
        needed = (wait for pair in sorted(pairs) for _, wait in waits_of(self.plan, pair))
        return tuple(dict.fromkeys(wait for wait in needed if wait is not None))

    def _own_waits(self) -> dict[int, set[int]]:
        """For each track the bits of what its own clauses may wait for."""
        return {
            at: {
                self._waits.index(wait)
                for pair, _ in track.clauses
                for _, wait in waits_of(self.plan, pair)
                if wait is not None
            }
            for at, track in self._tracks
        }

    def _missing(self, track: Track, rows: ibis.Table) -> list[tuple[str, ir.BooleanValue]]:
        unknown, waits = self._bits("un", rows), self._bits("mi", rows)
        catalogue = self.plan.region.catalogue
        found: dict[str, ir.BooleanValue] = {}
        for pair in dict.fromkeys(pair for pair, _ in track.clauses):
            for fact, wait in waits_of(self.plan, pair):
                where = unknown.meets((pair,))
                if wait is not None:
                    where &= waits.meets((self._waits.index(wait),))
                name = catalogue[fact].asked
                found[name] = found[name] | where if name in found else where
        return sorted(found.items())

    def _bits(self, kind: str, rows: ibis.Table) -> Bits:
        return Bits(tuple(rows[f"{kind}{word}"] for word in range(self.widths[kind])))

    def _settled(self, truths: ibis.Table) -> ir.IntegerValue:
        """The track of each row, or the one that stands in for it."""
        track = truths["track"]
        switched = [
            (at, ibis.ifelse(self._truth(truths, each.when), at, each.instead))
            for at, each in self._tracks
            if each.when is not None and each.instead is not None
        ]
        return track.cases(*switched, else_=track) if switched else track

    def _truth(self, truths: ibis.Table, at: int) -> ir.BooleanValue:
        return self._column(truths, at).fill_null(False)

    def _column(self, truths: ibis.Table, at: int) -> ir.BooleanValue:
        condition = self.plan.conditions[at]
        if condition in (ALWAYS, NEVER):
            return ibis.literal(condition == ALWAYS)
        return truths[f"c{at}"]

    def _passes(self, truths: ibis.Table, pair: tuple[int, int]) -> ir.BooleanValue:
        """True where the clause is met, or does not apply; false or NULL elsewhere."""
        guard, requirement = pair
        holds = self._column(truths, requirement)
        if self.plan.conditions[guard] == ALWAYS:
            return holds
        return holds | (truths[f"c{guard}"] == False)  # noqa: E712  NULL stays NULL

    def _is_open(self, truths: ibis.Table, pair: tuple[int, int]) -> ir.BooleanValue:
        """Where the guard or the requirement is unknown."""
        guard, requirement = pair
        is_open = self._column(truths, requirement).isnull()
        if self.plan.conditions[guard] == ALWAYS:
            return is_open
        return is_open | truths[f"c{guard}"].isnull()

    def _sensitive(self, verdicts: ibis.Table) -> Bits:
        """For each track a bit for each of its readings under which the outcome is another."""
        track, outcome = verdicts["track"], verdicts["outcome"]
        not_met, unknown = self._bits("pn", verdicts), self._bits("pu", verdicts)

        def changes(other: Other) -> ir.BooleanValue:
            found = _outcome(not_met.meets(other.pairs), unknown.meets(other.pairs)) != outcome
            if self.plan.conditions[other.when] == ALWAYS:
                return found
            return verdicts[f"c{other.when}"] & found

        # A failure that no reading lifts leaves the outcome as it is.
        lasting = {
            at: {pair for pair, _ in each.clauses}.intersection(
                *(other.pairs for other in each.others)
            )
            for at, each in self._tracks
        }
        settled = self._bits("nm", verdicts).within(track, lasting).meets(self._all_pairs)
        columns = []
        for word in range(self.widths["se"]):
            cases = []
            for at, each in self._tracks:
                own = each.readings[word * WIDTH : (word + 1) * WIDTH]
                truths = [
                    reduce(or_, (changes(other) for other in each.others if other.reading == name))
                    for name in own
                ]
                if truths:
                    cases.append((at, packed(truths).columns[0]))
            swaying = track.cases(*cases, else_=0) if cases else ibis.literal(0, "int64")
            columns.append(ibis.ifelse(settled, ibis.literal(0, "int64"), swaying))
        return Bits(tuple(columns))


def _outcome(fails: ir.BooleanValue, is_open: ir.BooleanValue) -> ir.IntegerValue:
    """One clause not met rejects; else one unknown leaves the dossier incomplete."""
    return ibis.cases((fails, INELIGIBLE), (is_open, INCOMPLETE), else_=ELIGIBLE)


def _named(kind: str, bits: Bits) -> dict[str, ir.Value]:
    return {f"{kind}{word}": column for word, column in enumerate(bits.columns)}


def _clauses(track: Track, bits: Bits) -> list[tuple[str, ir.BooleanValue]]:
    return [(clause, bits.meets((pair,))) for pair, clause in track.clauses]


def _joined(items: Sequence[tuple[str, ir.BooleanValue]]) -> ir.StringValue:
    parts = (ibis.ifelse(where, f"{name}{MARK}", "") for name, where in items)
    return reduce(lambda left, right: left + right, parts)
