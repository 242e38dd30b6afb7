"""
The targets of the Region, measured on the dossiers of a table.

A target is held against what the table holds, and against nothing else: where
facts are not known, the measure has two bounds.
"""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import duckdb
import ibis
import ibis.expr.types as ir

from eligibility.documents.document import refused
from eligibility.engines.columnar import Columns, lowered
from eligibility.language import Text
from eligibility.logic import ALWAYS, Condition, Known
from eligibility.rulebook import Clause, Rulebook, Stage
from eligibility.rulebook.target import Target, TargetForm
from eligibility.screening.lowering import sql
from eligibility.screening.plan import Plan, periods
from eligibility.screening.rows import Rows, columns
from eligibility.screening.run import connect, do
from eligibility.screening.screen import Prepared, Request, open_source, prepare, telling
from eligibility.screening.statement import SOURCE, Relation, with_relations

__all__ = ["Measure", "Portfolio", "measured", "targets_of"]


@dataclass(frozen=True, slots=True)
class Measure:
    """
    A target and what the table says of it.

    *least* and *most* are what is reached for certain and what would be if all
    that is not known counted: percent, dossiers, or the total in its unit.
    *among* dossiers are those that it is taken over, *unknown* those of which
    it cannot be said.
    """

    clause: Clause
    target: Target
    least: Fraction | None
    most: Fraction | None
    among: int
    unknown: int

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached; None where that depends on what is not known."""
        if self.least is None:
            return None
        if self.least >= self.target.at_least:
            return True
        return False if self.most is not None and self.most < self.target.at_least else None


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The measures, over so many *rows*, of which *errors* do not fit and are left out."""

    measures: tuple[Measure, ...]
    rows: int
    errors: int


def targets_of(rulebook: Rulebook) -> tuple[Clause, ...]:
    """The clauses that set a target, in rulebook order."""
    return tuple(
        clause
        for clause in rulebook.clauses()
        if clause.stage is Stage.PORTFOLIO and clause.target is not None
    )


def measured(request: Request, clauses: Iterable[Clause]) -> Portfolio:
    """
    The targets of *clauses* on the table of *request*, whose target and readings are not read.

    Raises:
        InputError: the table cannot be read, its columns do not fit, or it has none.
    """
    if request.source.suffix.lower() == ".jsonl":
        raise refused(
            "no-columns",
            str(request.source),
            Text("les cibles se mesurent sur des colonnes", "targets are measured on columns"),
            Text("donnez un .csv, .parquet ou .xlsx", "give a .csv, .parquet or .xlsx"),
        )
    pairs = [(each, each.target) for each in clauses if each.target is not None]
    plan = _plan(request, [target for _, target in pairs])
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        connection = connect(folder)
        stack.callback(connection.close)
        with telling(request):
            opened = open_source(request, connection, folder)
            prepared = prepare(request, plan, opened, connection)
            do(connection, f"CREATE TEMP VIEW {SOURCE} AS SELECT * FROM {prepared.source}")
            counts = _counts(connection, prepared, plan, [target for _, target in pairs])
    rows, errors, *numbers = counts
    sixes = (_Counted(*numbers[at : at + 6]) for at in range(0, len(numbers), 6))
    return Portfolio(
        tuple(
            _measure(clause, target, six)
            for (clause, target), six in zip(pairs, sixes, strict=True)
        ),
        rows,
        errors,
    )


def _plan(request: Request, targets: Iterable[Target]) -> Plan:
    """What has to be read: no scheme is looked at."""
    conditions: list[Condition] = []
    for target in targets:
        conditions += [each for each in (target.of, target.among) if each is not None]
        if target.fact is not None:
            conditions.append(Known(target.fact))
    known = tuple(periods(request.region))
    return Plan(request.region, known, (), (), tuple(c for c in conditions if c != ALWAYS), ())


def _counts(
    connection: duckdb.DuckDBPyConnection,
    prepared: Prepared,
    plan: Plan,
    targets: Iterable[Target],
) -> list[int]:
    """Rows, rows that do not fit, then six numbers for each target."""
    question = prepared.question
    relations: list[Relation] = []

    def named(name: str, made: ibis.Table) -> ibis.Table:
        relations.append(Relation(name, sql(made, "duckdb")))
        return ibis.table(made.schema(), name=name)

    assert question.binding is not None
    rows = Rows(
        plan=plan,
        binding=question.binding,
        by_hand=question.by_hand,
        on=question.on,
        today=question.today,
        lang=question.lang,
        in_duckdb=True,
    )
    tidy = named("tidy", rows.tidy(ibis.table(dict(question.schema), name=SOURCE)))
    plain = named("plain", rows.plain(tidy))
    parsed = named("parsed", rows.parsed(plain))
    cells = named("known", rows.stated(named("cells", rows.cells(parsed))))
    fits = cells["fits"].fill_null(False)
    facts = columns(plan, cells)
    sums = [number for each in targets for number in _sums(each, facts, fits)]
    aggregated = cells.aggregate(
        rows=cells.count(),
        errors=(~fits).sum(),
        **{f"n{at}": number for at, number in enumerate(sums)},
    )
    (found,) = do(connection, with_relations(relations, sql(aggregated, "duckdb")))
    return [int(each or 0) for each in found]


def _sums(target: Target, facts: Columns, fits: ir.BooleanValue) -> Iterator[ir.IntegerScalar]:
    """The numbers of `_Counted`, in their order."""
    among = lowered(target.among, facts)
    inside, maybe = fits & among.fill_null(False), fits & among.isnull()
    if target.of is not None:
        truth = lowered(target.of, facts)
        for where in (inside, maybe):
            yield (where & truth.fill_null(False)).sum()
            yield (where & truth.isnull()).sum()
            yield (where & ~truth.fill_null(True)).sum()
        return
    value = facts.values.get(target.fact) if target.fact is not None else None
    nobody = inside & ibis.literal(False)
    if value is None:
        # A fact without a column is known for no dossier.
        for where in (nobody, inside, nobody, nobody, maybe, nobody):
            yield where.sum()
        return
    known, nothing = value.notnull(), (value == ibis.literal(0, "int64")).fill_null(False)
    yield ibis.ifelse(inside, value, ibis.null("int64")).sum()
    yield (inside & ~known).sum()
    yield (inside & known).sum()
    yield (maybe & known & ~nothing).sum()
    yield (maybe & ~known).sum()
    yield (maybe & nothing).sum()


@dataclass(frozen=True, slots=True)
class _Counted:
    """
    Dossiers surely among those that the target is taken over, then those that may be.

    *true* count for it (for a total: the sum itself; of those that may be
    among, those with something to add), *unknown* may, *false* do not.
    """

    true: int
    unknown: int
    false: int
    maybe_true: int
    maybe_unknown: int
    maybe_false: int

    @property
    def open(self) -> int:
        """Dossiers that could still change the measure."""
        return self.unknown + self.maybe_true + self.maybe_unknown


def _measure(clause: Clause, target: Target, counted: _Counted) -> Measure:
    least = Fraction(counted.true)
    among = counted.true + counted.unknown + counted.false
    match target.form:
        case TargetForm.SHARE:
            low, high = _share(counted)
            left = counted.open + counted.maybe_false
            return Measure(clause, target, low, high, among, left)
        case TargetForm.COUNT:
            return Measure(clause, target, least, least + counted.open, among, counted.open)
        case TargetForm.TOTAL:
            most = None if counted.open else least
            inside = counted.unknown + counted.false
            return Measure(clause, target, least, most, inside, counted.open)


def _share(counted: _Counted) -> tuple[Fraction | None, Fraction | None]:
    """The least and the most percent, whatever is not known turns out to be."""
    inside = counted.true + counted.unknown + counted.false
    against = inside + counted.maybe_unknown + counted.maybe_false
    towards = inside + counted.maybe_true + counted.maybe_unknown
    least = Fraction(100 * counted.true, against) if against else None
    most = Fraction(100 * (counted.true + counted.open), towards) if towards else None
    if least is None or most is None:
        # Nothing is surely among them: all of those that may be are one way or the other.
        known = least if most is None else most
        return (None, None) if known is None else (least or Fraction(0), most or Fraction(0))
    return least, most
