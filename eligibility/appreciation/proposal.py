"""
The intensity that a grid proposes for a sheet, with its working.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from eligibility.appreciation.grid import Criterion, Grid
from eligibility.appreciation.sheet import Row, Sheet, Standing

__all__ = ["Marked", "Proposal", "propose"]


@dataclass(frozen=True, slots=True)
class Marked:
    """
    One criterion with its points: *mark* times the weight.

    *mark* None: not filled yet, so anything from *least* to *most*. *row* None:
    the criterion does not concern the dossier, and gives no point.
    """

    criterion: Criterion
    row: Row | None
    mark: Fraction | None
    least: Fraction
    most: Fraction


@dataclass(frozen=True, slots=True)
class Proposal:
    """
    The points of a sheet and the rates, in percent, that they give.

    *rate* is None while something open could change it: then only *least_rate*
    and *most_rate* are known.
    """

    grid: Grid
    marked: tuple[Marked, ...]

    @property
    def points(self) -> tuple[Fraction, Fraction]:
        """The least and the most points."""
        return sum((m.least for m in self.marked), Fraction(0)), sum(
            (m.most for m in self.marked), Fraction(0)
        )

    @property
    def rates(self) -> tuple[Fraction, Fraction]:
        """The rates that the least and the most points give."""
        found = sorted({self.grid.rate(points) for points in self._reachable()})
        return found[0], found[-1]

    @property
    def rate(self) -> Fraction | None:
        """The rate proposed; None while something open could change it."""
        least, most = self.rates
        return least if least == most else None

    def _reachable(self) -> Iterator[Fraction]:
        """The ends of the points, and each step of the grid between them."""
        least, most = self.points
        yield from (least, most)
        yield from (step for step, _ in self.grid.intensity if least <= step <= most)


def propose(sheet: Sheet, grid: Grid) -> Proposal:
    """What *grid* makes of *sheet*; a proposal to a person, never an award."""
    rows = {row.clause.id: row for row in sheet.rows}
    return Proposal(grid, tuple(_marked(each, rows.get(each.clause)) for each in grid.criteria))


def _marked(criterion: Criterion, row: Row | None) -> Marked:
    if row is None:
        return Marked(criterion, None, None, Fraction(0), Fraction(0))
    mark = _mark(criterion, row)
    if mark is None:
        return Marked(criterion, row, None, *criterion.bounds())
    points = mark * criterion.weight
    return Marked(criterion, row, mark, points, points)


def _mark(criterion: Criterion, row: Row) -> Fraction | None:
    match row.standing:
        case Standing.MET | Standing.NOT_MET:
            return criterion.marks[row.standing.value]
        case Standing.JUDGED if row.judgement is not None:
            return criterion.marks[str(row.judgement.value)]
        case Standing.MEASURED:
            values = [f.value for f in row.figures if criterion.of in (None, f.of)]
            return _by_step(criterion, values[0]) if values else None
    return None


def _by_step(criterion: Criterion, value: Fraction | None) -> Fraction | None:
    if value is None:
        return None
    return next(step.mark for step in criterion.steps if step.up_to is None or value <= step.up_to)
