"""
A mapping proposed for a table that nobody has mapped: by the names of its
columns, then by what stands in them.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import ibis
import ibis.expr.types as ir

from eligibility.facts import Fact, FactName
from eligibility.language import Lang
from eligibility.rulebook import Region
from eligibility.screening.binding import HEAD, SCHEME
from eligibility.screening.cells import is_readable, read
from eligibility.screening.parsing import plain, trimmed, typed
from eligibility.screening.run import do
from eligibility.screening.table import Table, open_table, quoted

__all__ = ["Proposal", "propose"]

SAMPLE = 10_000
"""Rows that are looked at."""

_NEAR = 0.62
"""How alike a name and a fact must be; below it nothing is proposed."""

_IDLE = frozenset(
    [
        "a",
        "au",
        "aux",
        "d",
        "de",
        "des",
        "du",
        "en",
        "et",
        "l",
        "la",
        "le",
        "les",
        "un",
        "une",
        "sur",
        "the",
        "of",
        "at",
        "in",
        "on",
        "and",
    ]
)

# What the exports in use call these facts, where no word of ours is in it.
_USUAL: Mapping[str, str] = {
    "id": "id",
    "n dossier": "id",
    "numero dossier": "id",
    "depose": "submitted_on",
    "date depot": "submitted_on",
    "dispositif": "scheme",
    "aide": "scheme",
    "entreprise siren": "company.siren",
    "siren": "company.siren",
    "raison sociale": "company.name",
    "entreprise raison sociale": "company.name",
    "denomination": "company.name",
    "etablissement naf": "company.naf",
    "naf": "company.naf",
    "ape": "company.naf",
    "effectif": "company.headcount",
    "ca": "company.turnover",
    "total bilan": "company.balance_sheet",
    "fonds propres": "company.equity",
    "montant demande": "request.amount",
    "montant aide demandee": "request.amount",
    "dont subvention": "request.grant",
    "forme aide": "request.instrument",
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """
    One column: the fact that it may be, translations of its values, values that do not fit.

    *misfits* are some of those values, *unfit* how many rows of the sample have one.
    """

    column: str
    fact: FactName | None
    values: Mapping[str, str]
    misfits: tuple[str, ...]
    unfit: int


def propose(
    path: Path, region: Region, connection: duckdb.DuckDBPyConnection, aside: Path
) -> list[Proposal]:
    """
    A proposal for each column of the table in *path*, in its order.

    Raises:
        InputError: the table cannot be read.
    """
    table = open_table(path, connection, aside)
    facts = {**HEAD, **{fact.name: fact for fact in region.catalogue.stated()}}
    chosen = _chosen(list(table.columns), facts.values())
    return [
        _proposal(
            column,
            facts.get(chosen[column]) if column in chosen else None,
            table,
            region,
            connection,
        )
        for column in table.columns
    ]


def _chosen(columns: Sequence[str], facts: Iterable[Fact]) -> dict[str, FactName]:
    """The fact of each column that is like one: the most alike first, each fact once."""
    names = {fact.name: _names(fact) for fact in facts}
    scores = sorted(
        (
            (_likeness(column, name, words), column, name)
            for column in columns
            for name, words in names.items()
        ),
        key=lambda each: (-each[0], columns.index(each[1])),
    )
    found: dict[str, FactName] = {}
    for score, column, name in scores:
        if score >= _NEAR and column not in found and name not in found.values():
            found[column] = name
    return found


def _names(fact: Fact) -> list[str]:
    labels = [fact.label.fr, fact.label.en, fact.name.rsplit(".", 1)[-1]]
    return [_bare(each) for each in labels]


def _bare(text: str) -> str:
    """*text* without accents, marks and idle words."""
    apart = re.sub("[\u2019'\u00ab\u00bb]", " ", text.casefold())
    letters = unicodedata.normalize("NFKD", apart).encode("ascii", "ignore").decode()
    return " ".join(word for word in re.findall(r"[a-z0-9]+", letters) if word not in _IDLE)


def _likeness(column: str, fact: FactName, names: Sequence[str]) -> float:
    bare = _bare(column)
    if column == fact or _USUAL.get(bare) == fact:
        return 1.0
    if not bare:
        return 0.0
    return max(_alike(bare, name) for name in names) * 0.99


def _alike(ours: str, theirs: str) -> float:
    """By words where they share any, cut short ones too, and by letters."""
    left, right = ours.split(), theirs.split()
    if not left or not right:
        return 0.0
    shared = sum(any(_same_word(one, other) for other in right) for one in left)
    words = 2 * shared / (len(left) + len(right))
    # Every word of a heading is in the label: "Axe social", "le résultat de l'axe impact social".
    whole = 0.64 + 0.1 * words if shared == len(left) > 1 else 0.0
    return max(words, whole, difflib.SequenceMatcher(None, ours, theirs).ratio())


def _same_word(one: str, other: str) -> bool:
    return one == other or (len(one) >= 3 and (other.startswith(one) or one.startswith(other[:6])))


def _proposal(
    column: str,
    fact: Fact | None,
    table: Table,
    region: Region,
    connection: duckdb.DuckDBPyConnection,
) -> Proposal:
    if fact is None or not is_readable(fact, ibis.dtype(table.columns[column])):
        return Proposal(column, None, {}, (), 0)
    values = _schemes(column, table, region, connection) if fact.name == SCHEME else {}
    if fact.name == SCHEME:
        known = {*values, *region.scheme_ids}
        others = [each for each in _distinct(column, table, connection) if each not in known]
        return Proposal(column, fact.name, values, tuple(others[:5]), len(others))
    misfits, unfit = _misfits(column, fact, table, connection)
    return Proposal(column, fact.name, {}, misfits, unfit)


def _distinct(column: str, table: Table, connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    name = quoted(column)
    rows = do(
        connection,
        f"SELECT DISTINCT {name}::VARCHAR FROM (SELECT {name} FROM {table.scan} LIMIT {SAMPLE})"
        f" WHERE {name} IS NOT NULL ORDER BY 1 LIMIT 50",
    )
    return (str(value).strip() for (value,) in rows if str(value).strip())


def _schemes(
    column: str, table: Table, region: Region, connection: duckdb.DuckDBPyConnection
) -> dict[str, str]:
    """The scheme that each value may name."""
    titles = {_bare(each.title[lang]): each.id for each in region.schemes for lang in Lang}
    titles |= {_bare(each.id): each.id for each in region.schemes}
    found = {}
    for value in _distinct(column, table, connection):
        near = difflib.get_close_matches(_bare(value), list(titles), n=1, cutoff=0.75)
        if near and titles[near[0]] != value:
            found[value] = titles[near[0]]
    return found


def _misfits(
    column: str, fact: Fact, table: Table, connection: duckdb.DuckDBPyConnection
) -> tuple[tuple[str, ...], int]:
    rows = ibis.table({"written": table.columns[column]}, name="sample")
    raw: ir.Value = rows["written"]
    text = None
    if raw.type().is_string():
        text = plain(fact, trimmed(raw) if table.by_hand else raw)
        raw = typed(fact, text)
    cell = read(fact, raw, text, by_hand=table.by_hand)
    select = ibis.to_sql(
        rows.filter(cell.fits == False).select(value=rows["written"].cast("string")),  # noqa: E712
        dialect="duckdb",
    )
    found = do(
        connection,
        f"WITH sample AS (SELECT {quoted(column)} AS written FROM {table.scan} LIMIT {SAMPLE})"
        f" SELECT value, count(*) FROM ({select}) GROUP BY value ORDER BY count(*) DESC, value",
    )
    return tuple(str(value) for value, _ in found[:5]), sum(count for _, count in found)
