"""Tables of dossiers drawn at random by DuckDB, the same ones from the same seed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import duckdb

from eligibility.facts import Fact, FactType
from eligibility.language import Lang
from eligibility.rulebook import Region, load_region
from eligibility.screening.binding import HEAD
from eligibility.screening.mapping import ColumnMap, bind
from eligibility.screening.plan import Plan, plan
from eligibility.screening.statement import Question
from eligibility.screening.table import literal, quoted
from tests.conftest import ROOT

TODAY = date(2023, 6, 1)
HOLES = 0.25


CORE = (
    "contrat-3s",
    "contrat-entreprise-avenir",
    "pass-et-contrats-tourisme",
    "pass-transformation-ecologique",
    "pret-regional-souverainete-industrielle",
    "soutien-entreprises-en-difficulte",
    "aide-garde-enfants",
)
"""Schemes that between them have every form of condition; all of them would take minutes to lower."""
BESIDE = (
    "company.siren",
    "company.naf",
    "company.name",
    "project.themes",
    "project.title",
    "self_diagnosis.completed_on",
)
"""Facts that no condition of theirs reads, and that a table has all the same."""


@cache
def region() -> Region:
    """The rules that are shipped, with some of their schemes."""
    shipped = load_region(ROOT / "rules" / "occitanie")
    return replace(shipped, schemes=tuple(s for s in shipped.schemes if s.id in CORE))


@cache
def made() -> Plan:
    """What a table is held against."""
    return plan(region())


def every_column() -> dict[str, Fact]:
    """Every column on which something of these schemes can rest, and a few others."""
    read = {name for track in made().tracks for name in track.program.facts_read()}
    facts = (f for f in region().catalogue.stated() if f.name in read or f.name in BESIDE)
    return {fact.name: fact for fact in (*HEAD.values(), *facts)}


def question(schema: Mapping[str, str], *, by_hand: bool = False) -> Question:
    """What is asked of a table with these columns."""
    binding = bind(schema, region().catalogue, ColumnMap(), where="table")
    return Question(
        binding=binding, schema=schema, by_hand=by_hand, on=None, today=TODAY, lang=Lang.FR
    )


def fill(connection: duckdb.DuckDBPyConnection, columns: Mapping[str, Fact], rows: int) -> None:
    """A table `dossiers` of *rows* with holes, each column of its fact's own type."""
    connection.execute("SET threads = 1")
    connection.execute("SELECT setseed(0.27)")
    drawn = ", ".join(f"{_drawn(fact)} AS {quoted(name)}" for name, fact in columns.items())
    connection.execute(f"CREATE TABLE dossiers AS SELECT {drawn} FROM range({rows}) AS r(i)")


def spoil(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes a few rows in a hundred wrong, each in its way."""
    wrong = {
        "company.equity": "99999999999999.99",
        "company.turnover": "-5",
        "company.siren": "E'000000018\\n'",
        "company.naf": "'62B'",
        "project.themes": "'bad word'",
        "project.title": "E'x\\u0007y'",
        "self_diagnosis.completed_on": "DATE '1700-01-01'",
        "self_diagnosis.module": "'half'",
        "submitted_on": "DATE '1999-01-01'",
        "scheme": "'nope'",
        "id": "'  '",
    }
    for at, (name, value) in enumerate(wrong.items()):
        connection.execute(
            f"UPDATE dossiers SET {quoted(name)} = {value} WHERE rowid % 997 BETWEEN {at} AND {at + 1}"
        )


def save(connection: duckdb.DuckDBPyConnection, path: Path, select: str) -> None:
    """What *select* gives, as a Parquet file."""
    connection.execute(f"COPY ({select}) TO {literal(str(path))} (FORMAT parquet)")


def _drawn(fact: Fact) -> str:
    if fact.name == "id":
        return "'D' || i"
    if fact.name == "scheme":
        return _one_of(region().scheme_ids)
    # Drawn at random alone, hardly a dossier would be eligible.
    return (
        f"CASE WHEN i % 3 = 0 THEN {_good(fact)} WHEN random() >= {HOLES} THEN {_value(fact)} END"
    )


def _good(fact: Fact) -> str:
    match fact.type:
        case FactType.BOOLEAN:
            refused = fact.name in ("assessed.company_in_difficulty", "project.real_estate")
            return f"(random() {'>' if refused else '<'} {0.02 if refused else 0.99})"
        case FactType.AMOUNT | FactType.NUMBER:
            return f"round(random() * 95, 0)::DECIMAL(18, {fact.scale})"
        case FactType.PROCEEDINGS:
            return "''"
        case FactType.TEXT:
            return "'text'"
        case _:
            return _value(fact)


def _value(fact: Fact) -> str:
    words = [word for word, _ in fact.words]
    match fact.type:
        case FactType.AMOUNT | FactType.NUMBER:
            unit = 10**fact.scale
            low = -50_000 if fact.minimum is None else fact.minimum // unit
            high = 60 if fact.type is FactType.NUMBER else 300_000
            high = high if fact.maximum is None else fact.maximum // unit
            # The bounds of the rules are whole numbers: half of the rows fall on one.
            digits = f"CASE WHEN random() < 0.5 THEN {fact.scale} ELSE 0 END"
            value = f"round({low} + random() * {high - low}, {digits})"
            return f"{value}::DECIMAL(18, {fact.scale})"
        case FactType.BOOLEAN:
            return "(random() < 0.9)"
        case FactType.DATE:
            return "DATE '2022-12-01' + (random() * 700)::INTEGER"
        case FactType.WORD:
            return _one_of(words)
        case FactType.WORDS | FactType.PROCEEDINGS:
            return _one_of(["", "", "", *words, f"{words[0]};{words[-1]}"])
        case FactType.CODE:
            return literal(fact.example or "occitanie")
        case FactType.TEXT:
            return _one_of(["", "  ", "\u00a0\u2003", "été", "text"])


def _one_of(items: list[str] | tuple[str, ...]) -> str:
    words = ", ".join(map(literal, items))
    return f"[{words}][1 + floor(random() * {len(items)})::INTEGER]"
