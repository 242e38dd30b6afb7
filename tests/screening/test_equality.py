"""
The fold over columns gives just the conclusions of the fold over one dossier.

Random rulebooks: guards and requirements drawn at random, in tracks that share
them, under readings that change some of them, and dossiers with holes.
"""

from types import SimpleNamespace
from typing import Any

import duckdb
import ibis
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.decisions.decide import outcome_of
from eligibility.facts import Catalogue, Fact, FactName, Facts, FactType
from eligibility.language import Text
from eligibility.logic import ALWAYS, NEVER, Compare, Condition, Op, Status, evaluate, status
from eligibility.logic.missing import missing
from eligibility.rulebook import ClauseId
from eligibility.rulebook.model import ReadingId
from eligibility.screening.fold import Fold
from eligibility.screening.plan import Other, Plan, Track
from eligibility.screening.run import OUTCOMES
from eligibility.screening.statement import FAMILIES, Relation, with_relations
from tests.engines.columns import columns, schema_of, table
from tests.strategies import (
    LISTS,
    NUMBERS,
    TEXTS,
    TRUTHS,
    WORD_FACTS,
    conditions,
    facts,
)

_TYPES = {
    **dict.fromkeys(NUMBERS, FactType.NUMBER),
    **dict.fromkeys(TRUTHS, FactType.BOOLEAN),
    **dict.fromkeys(WORD_FACTS, FactType.WORD),
    **dict.fromkeys(LISTS, FactType.WORDS),
    **dict.fromkeys(TEXTS, FactType.TEXT),
}
CATALOGUE = Catalogue(
    {name: Fact(name=name, type=kind, label=Text(name, name)) for name, kind in _TYPES.items()}
)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Three tracks over one list of conditions; the last stands in for the one before it."""
    nodes = (ALWAYS, NEVER, *dict.fromkeys(draw(st.lists(conditions, min_size=2, max_size=14))))
    place, tested = st.integers(0, len(nodes) - 1), st.integers(2, len(nodes) - 1)
    pairs = tuple(
        dict.fromkeys(
            draw(
                st.lists(
                    st.tuples(st.one_of(st.just(0), tested), tested),
                    min_size=1,
                    max_size=70,
                )
            )
        )
    )
    pair = st.integers(0, len(pairs) - 1)

    def track(number: int, **more: Any) -> Track:
        own = draw(st.lists(pair, min_size=1, max_size=20, unique=True))
        clauses = tuple((at, ClauseId(f"T{number}-C{at}")) for at in own)
        others = tuple(
            Other(ReadingId(f"r{name}"), frozenset(draw(st.sets(pair, max_size=10))), draw(place))
            for name in draw(st.lists(st.integers(0, 3), max_size=5))
        )
        program: Any = SimpleNamespace(scheme=SimpleNamespace(id=f"s{number}"))
        return Track(SimpleNamespace(), program, clauses, others, **more)  # type: ignore[arg-type]

    region: Any = SimpleNamespace(catalogue=CATALOGUE)
    tracks = (track(0), track(1, when=draw(place), instead=2), track(2, is_stand_in=True))
    return Plan(region, (), (), tracks, nodes, pairs)


def expected(
    plan: Plan, track: int, known: Facts
) -> tuple[str, set[str], set[str], set[str], list[str]]:
    """What the fold for one dossier says."""
    truths = [evaluate(node, known) for node in plan.conditions]
    chosen = plan.tracks[track]
    if chosen.when is not None and truths[chosen.when] is not True:
        assert chosen.instead is not None
        chosen = plan.tracks[chosen.instead]

    def found(at: int) -> Status:
        guard, requirement = plan.pairs[at]
        return status(truths[guard], truths[requirement])

    statuses = {clause: found(at) for at, clause in chosen.clauses}
    outcome = outcome_of(statuses.values())
    waiting: set[str] = set()
    for at, clause in chosen.clauses:
        if statuses[clause] is Status.UNKNOWN:
            guard, requirement = plan.pairs[at]
            nodes = (plan.conditions[guard], plan.conditions[requirement])
            waiting |= missing(*nodes, truths[guard], truths[requirement], known)
    swaying = [
        other.reading
        for other in chosen.others
        if truths[other.when] is True and outcome_of(found(at) for at in other.pairs) is not outcome
    ]
    return (
        outcome.value,
        {clause for clause, each in statuses.items() if each is Status.NOT_MET},
        {clause for clause, each in statuses.items() if each is Status.UNKNOWN},
        waiting,
        [name for name in chosen.readings if name in swaying],
    )


def screened(plan: Plan, tracks: list[int | None], rows: list[Facts]) -> list[dict[str, Any]]:
    """What DuckDB says."""
    data = table(rows)
    heads = {
        "id": pa.array([str(at) for at in range(len(rows))]),
        "scheme": pa.array(["s"] * len(rows)),
        "track": pa.array(tracks, pa.int64()),
        "error": pa.array(
            [None if track is not None else "wrong" for track in tracks], pa.string()
        ),
    }
    data = pa.table({**heads, **{name: data[name] for name in data.column_names}})
    fold = Fold(plan)
    relations: list[Relation] = []

    def named(name: str, made: ibis.Table) -> ibis.Table:
        relations.append(Relation(name, ibis.to_sql(made, dialect="duckdb")))
        return ibis.table(made.schema(), name=name)

    source = ibis.table(schema_of(data), name="facts")
    truths = named("truths", fold.truths(source, columns(source)))
    verdicts = named("verdicts", fold.verdicts(named("bits", fold.bits(truths))))
    marks = named("marks", fold.marks(verdicts))
    chosen = {name: fold.text(name, marks) for _, names in FAMILIES.values() for name in names}
    select = ibis.to_sql(
        marks.select(**{name: marks[name] for name in ("id", "outcome")}, **chosen),
        dialect="duckdb",
    )
    with duckdb.connect() as connection:
        connection.register("facts", data)
        found = connection.sql(with_relations(relations, select)).to_arrow_table().to_pylist()
    return sorted(found, key=lambda row: int(row["id"]))


def _items(text: str) -> list[str]:
    return text.split(";")[:-1]


@settings(max_examples=30, deadline=None)
@given(
    plans(), st.lists(st.tuples(st.sampled_from([0, 1, None]), facts()), min_size=1, max_size=20)
)
def test_the_fold_of_a_column_is_the_fold_of_each_row(
    plan: Plan, dossiers: list[tuple[int | None, Facts]]
) -> None:
    tracks, rows = [track for track, _ in dossiers], [known for _, known in dossiers]
    for row, track, known in zip(screened(plan, tracks, rows), tracks, rows, strict=True):
        if track is None:
            assert row["outcome"] is None
            continue
        outcome, failed, doubtful, waiting, swaying = expected(plan, track, known)
        assert OUTCOMES[row["outcome"]].value == outcome
        assert set(_items(row["not_met"])) == failed
        assert set(_items(row["unknown"])) == doubtful
        assert _items(row["missing"]) == sorted(waiting)
        assert _items(row["sensitive"]) == swaying


def test_more_pairs_than_one_integer_holds() -> None:
    """63 bits and more go into a second integer."""
    name = FactName("n.0")
    nodes: tuple[Condition, ...] = (ALWAYS, *(Compare((name,), Op.ABOVE, at) for at in range(150)))
    pairs = tuple((0, at) for at in range(1, 151))
    clauses = tuple((at, ClauseId(f"C{at:03}")) for at in range(150))
    program: Any = SimpleNamespace(scheme=SimpleNamespace(id="s"))
    track = Track(SimpleNamespace(), program, clauses, ())  # type: ignore[arg-type]
    region: Any = SimpleNamespace(catalogue=CATALOGUE)
    plan = Plan(region, (), (), (track,), nodes, pairs)
    rows = screened(plan, [0, 0, 0], [{name: 149}, {name: 75}, {}])
    assert [len(_items(row["not_met"])) for row in rows] == [1, 75, 0]
    assert [len(_items(row["unknown"])) for row in rows] == [0, 0, 150]
    assert _items(rows[2]["missing"]) == ["n.0"]
