"""
What a screening found, counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from eligibility.screening.run import OUTCOMES, Screening
from eligibility.screening.table import quoted

__all__ = ["SHOWN", "RowError", "Tally", "tally"]

SHOWN = 20
"""How many rows with an error, and how many clauses and facts, are told by name."""


@dataclass(frozen=True, slots=True)
class RowError:
    """A row that does not fit, and everything wrong with it."""

    dossier: str | None
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """
    The counts of one screening.

    *tracks* are the tracks of the plan that a row fell under. *outcomes* holds for each scheme, by id, how many rows have each outcome;
    *failing* and *missing* the clauses not met and the facts missing most
    often; *errors* counts every row that does not fit, *first_errors* are some
    of them in the order of the table.
    """

    rows: int
    outcomes: tuple[tuple[str, dict[str, int]], ...]
    failing: tuple[tuple[str, int], ...]
    missing: tuple[tuple[str, int], ...]
    errors: int
    first_errors: tuple[RowError, ...]
    tracks: tuple[int, ...] = ()

    def total(self, outcome: str) -> int:
        """How many rows have *outcome*, over all schemes."""
        return sum(counts.get(outcome, 0) for _, counts in self.outcomes)


def tally(found: Screening, rejected: Sequence[str] = ()) -> Tally:
    """The counts of *found*; *rejected* are lines of the file that are no rows at all."""
    kinds, rows = found.table("found"), found.table("rows")
    by_scheme: dict[str, dict[str, int]] = {}
    counts = found.rows(f"SELECT scheme, outcome, sum(dossiers)::BIGINT FROM {kinds} GROUP BY ALL")
    place = {outcome.value: at for at, outcome in enumerate(OUTCOMES)}
    for scheme, outcome, count in sorted(counts, key=lambda each: (each[0], place[each[1]])):
        by_scheme.setdefault(scheme, {})[outcome] = count
    tracks = found.rows(f"SELECT DISTINCT track FROM {kinds} ORDER BY track")
    errors = found.rows(
        f"SELECT id, error FROM {rows} WHERE track IS NULL ORDER BY rowid LIMIT {SHOWN}"
    )
    ((unfit,),) = found.rows(f"SELECT count(*) FROM {rows} WHERE track IS NULL")
    first = [RowError(dossier, error) for dossier, error in errors]
    first += [RowError(None, line) for line in rejected]
    return Tally(
        rows=found.count + len(rejected),
        outcomes=tuple(by_scheme.items()),
        failing=_most(found, "not_met"),
        missing=_most(found, "missing"),
        errors=unfit + len(rejected),
        first_errors=tuple(first[:SHOWN]),
        tracks=tuple(int(track) for (track,) in tracks),
    )


def _most(found: Screening, name: str) -> tuple[tuple[str, int], ...]:
    rows = found.rows(
        f"SELECT word, sum(dossiers)::BIGINT AS times FROM (SELECT unnest({quoted(name)})::VARCHAR"
        f" AS word, dossiers FROM {found.table('found')}) GROUP BY word"
        f" ORDER BY times DESC, word LIMIT {SHOWN}"
    )
    return tuple((str(word), int(count)) for word, count in rows)
