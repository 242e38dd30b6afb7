"""
A grid: the marks and weights that an authority chose for its appreciation.

The strategy gives none ("seront mis en place", SRDEII-A27-C1): a grid is a
file of the Region's own, and is said to be so wherever it is used.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from eligibility.appreciation.shape_grid import CriterionShape, GridFile
from eligibility.documents import Document, read_document
from eligibility.errors import Fault, RulebookError, did_you_mean
from eligibility.facts import FactName
from eligibility.language import Text
from eligibility.rulebook import Clause, ClauseId, Rulebook, Stage
from eligibility.rulebook.validation import validated

__all__ = ["Criterion", "Grid", "Step", "load_grid"]


@dataclass(frozen=True, slots=True)
class Step:
    """The mark of a figure of at most *up_to*; None = of anything beyond the steps before."""

    up_to: Fraction | None
    mark: Fraction


@dataclass(frozen=True, slots=True)
class Criterion:
    """What one clause weighs, and its marks: by word, or by step of a figure."""

    clause: ClauseId
    weight: Fraction
    marks: Mapping[str, Fraction]
    steps: tuple[Step, ...]
    of: FactName | None

    def bounds(self) -> tuple[Fraction, Fraction]:
        """The least and the most points that it can give."""
        every = [*self.marks.values(), *(step.mark for step in self.steps)]
        return min(every) * self.weight, max(every) * self.weight


@dataclass(frozen=True, slots=True)
class Grid:
    """*intensity*: from so many points on, the rate in percent; in rising order."""

    id: str
    title: Text
    source: Text
    criteria: tuple[Criterion, ...]
    intensity: tuple[tuple[Fraction, Fraction], ...]

    def rate(self, points: Fraction) -> Fraction:
        """The rate, in percent, that *points* give; 0 below the first step."""
        reached = [rate for least, rate in self.intensity if points >= least]
        return reached[-1] if reached else Fraction(0)


def load_grid(path: Path, rulebook: Rulebook) -> Grid:
    """
    The grid in the file at *path*, its criteria being clauses of *rulebook*.

    Raises:
        RulebookError, InputError: every fault of the file at once.
    """
    document = read_document(path)
    faults: list[Fault] = []
    given = validated(GridFile, document, faults)
    if given is not None:
        faults += _faults(given, document, rulebook)
    if given is None or faults:
        raise RulebookError(faults)
    return Grid(
        given.grid,
        Text(given.title.fr, given.title.en),
        Text(given.source.fr, given.source.en),
        tuple(_criterion(name, each) for name, each in given.criteria.items()),
        tuple((Fraction(each.points), Fraction(each.rate)) for each in given.intensity),
    )


def _criterion(name: str, given: CriterionShape) -> Criterion:
    return Criterion(
        ClauseId(name),
        Fraction(given.weight),
        {word: Fraction(mark) for word, mark in given.marks.items()},
        tuple(
            Step(None if each.up_to is None else Fraction(each.up_to), Fraction(each.mark))
            for each in given.steps
        ),
        FactName(given.of) if given.of else None,
    )


def _faults(given: GridFile, document: Document, rulebook: Rulebook) -> Iterator[Fault]:
    criteria = {
        clause.id: clause
        for clause in rulebook.clauses()
        if clause.stage is Stage.APPRECIATION and _words(clause, rulebook) is not None
    }
    for name, each in given.criteria.items():
        place = document.place(("criteria", name))
        clause = criteria.get(ClauseId(name))
        if clause is None:
            yield Fault(
                "unknown-criterion",
                place,
                Text(
                    f"`{name}` n'est pas un critère d'appréciation que l'on puisse noter",
                    f"`{name}` is no criterion of appreciation that can be marked",
                ),
                did_you_mean(name, criteria),
            )
            continue
        yield from _marks(clause, each, document, rulebook)
    points = [each.points for each in given.intensity]
    if points != sorted(set(points)):
        yield Fault(
            "steps",
            document.place(("intensity",)),
            Text("les paliers doivent aller en croissant", "the steps must rise"),
        )


def _words(clause: Clause, rulebook: Rulebook) -> tuple[str, ...] | None:
    """The words by which the clause is marked, () for a figure, None where nothing fills it."""
    if clause.indicator is not None:
        return ()
    if clause.judged_by is not None:
        return tuple(word for word, _ in rulebook.catalogue[clause.judged_by].words)
    return ("met", "not_met") if clause.requirement is not None else None


def _marks(
    clause: Clause, given: CriterionShape, document: Document, rulebook: Rulebook
) -> Iterator[Fault]:
    """A mark for each word, or steps that cover every figure: nothing is marked by silence."""
    place = document.place(("criteria", clause.id))
    words = _words(clause, rulebook) or ()
    if words and (set(given.marks) != set(words) or given.steps):
        yield Fault(
            "marks",
            place,
            Text(
                f"`{clause.id}` se note par mots : {', '.join(words)}, une note pour chacun",
                f"`{clause.id}` is marked by words: {', '.join(words)}, a mark for each",
            ),
            Text("écrivez-les sous `marks`", "write them under `marks`"),
        )
    if not words:
        bounds = [each.up_to for each in given.steps]
        known = [each for each in bounds if each is not None]
        if given.marks or bounds != [*sorted(set(known)), None]:
            yield Fault(
                "marks",
                place,
                Text(
                    f"`{clause.id}` est un chiffre : ses `steps` vont en croissant par `up_to`, "
                    "la dernière n'en a pas",
                    f"`{clause.id}` is a figure: its `steps` rise by `up_to`, the last has none",
                ),
                Text(
                    "par exemple steps: [{up_to: 0.5, mark: 2}, {mark: 0}]",
                    "such as steps: [{up_to: 0.5, mark: 2}, {mark: 0}]",
                ),
            )
        several = clause.indicator is not None and clause.indicator.form == "change"
        if several and given.of is None:
            yield Fault(
                "which-figure",
                place,
                Text(
                    f"`{clause.id}` a plusieurs chiffres : dites lequel avec `of`",
                    f"`{clause.id}` has several figures: say which with `of`",
                ),
            )
