"""
A screening as one statement that a person can read, to run in their own database.

The table `dossiers` has a column for each fact, called by its dotted name and
of the fact's own type: no text has to be parsed, and nothing that is only in
some databases is needed.
"""

from collections.abc import Iterator, Mapping
from datetime import date

import ibis
import ibis.expr.types as ir

from eligibility.engines.columnar import BLANK
from eligibility.errors import Fault, InputError
from eligibility.facts import Fact, FactName, FactType
from eligibility.facts.values import MARK
from eligibility.language import Text
from eligibility.screening.binding import DAY, HEAD, Binding, Bound, head
from eligibility.screening.fold import Fold
from eligibility.screening.listing import listed, output
from eligibility.screening.lowering import sql
from eligibility.screening.plan import Plan, facts_needed
from eligibility.screening.rows import Rows, columns
from eligibility.screening.statement import SOURCE, Question

__all__ = ["DIALECTS", "as_query", "natural_schema"]

DIALECTS: Mapping[str, str] = {"duckdb": "duckdb", "postgres": "postgres", "spark": "pyspark"}
"""The databases by the names that people give them, and what Ibis calls them."""

_EPOCH = date(1970, 1, 1)
_SAID = {
    "cells": Text(
        "montants en centimes, jours comptés depuis l'an 1, listes comme ;a;b;",
        "amounts in cents, days counted from the year 1, lists as ;a;b;",
    ),
    "facts": Text(
        "la place du dispositif et de la période (track), les données que lisent les règles",
        "the place of the scheme and the period (track), the facts that the rules read",
    ),
    "truths": Text(
        "chaque condition : vrai, faux, ou NULL quand on ne sait pas ; o… : ce qui manque",
        "each condition: true, false, or NULL where it is not known; o…: what is absent",
    ),
    "bits": Text(
        "un bit par clause : pn… non remplie, pu… inconnue ; w… : un bit par donnée qui manque",
        "a bit a clause: pn… not met, pu… unknown; w…: a bit for each fact that is absent",
    ),
    "verdicts": Text(
        "les seules clauses du dispositif de la ligne, et l'issue",
        "the clauses of the row's own scheme alone, and the outcome",
    ),
    "marks": Text(
        "les lectures qui changeraient l'issue (se…)",
        "the readings that would change the outcome (se…)",
    ),
    "lists": Text("les bits en mots", "the bits in words"),
}


def natural_schema(plan: Plan) -> dict[str, str]:
    """The columns that the statement reads, each with the type of its fact, in Ibis' words."""
    catalogue = plan.region.catalogue
    read = {catalogue[name].asked for name in facts_needed(plan)}
    read |= {each for name in read for each in catalogue[name].implied_by}
    stated = [fact for fact in catalogue.stated() if fact.name in read]
    return {fact.name: _kind(fact) for fact in (*HEAD.values(), *stated)}


def as_query(plan: Plan, question: Question, dialect: str) -> str:
    """
    One SELECT from the table `dossiers` to the output, in SQL of *dialect*.

    It gives id, scheme, outcome and the four lists as texts joined by `;`,
    NULL where no rules were in force or where there is no such scheme. Of
    *question* the day, the language, and the columns that are there count.

    Raises:
        InputError: a dialect that is not one of DIALECTS.
    """
    if dialect not in DIALECTS:
        raise InputError([_unknown(dialect)])
    schema = {name: kind for name, kind in natural_schema(plan).items() if name in question.schema}
    fold, parts = Fold(plan), []

    def named(name: str, made: ibis.Table) -> ibis.Table:
        parts.append((name, sql(made, DIALECTS[dialect], pretty=True)))
        return ibis.table(made.schema(), name=name)

    source = ibis.table(schema, name=SOURCE)
    rows = Rows(
        plan=plan,
        binding=Binding({FactName(name): Bound(column=name) for name in schema}),
        by_hand=False,
        on=question.on,
        today=question.today,
        lang=question.lang,
    )
    cells = named("cells", _cells(plan, source))
    facts = named("facts", rows.facts(cells, in_words=False))
    truths = named("truths", fold.truths(facts, columns(plan, facts)))
    bits = named("bits", fold.bits(truths))
    verdicts = named("verdicts", fold.verdicts(bits))
    marks = named("marks", fold.marks(verdicts))
    lists = named("lists", listed(fold, marks))
    select = sql(output(lists).drop("track", "error"), DIALECTS[dialect], pretty=True)
    # PostgreSQL would write each relation into the next one, ever longer.
    kept = " MATERIALIZED" if dialect == "postgres" else ""
    chain = ",\n".join(
        f"-- {name}{_colon(question)}{_SAID[name][question.lang]}\n"
        f"{name} AS{kept} (\n{_shown(text, dialect)}\n)"
        for name, text in parts
    )
    return "\n".join((*_title(plan, question, schema), "WITH", chain, select, ""))


def _kind(fact: Fact) -> str:
    match fact.type:
        case FactType.AMOUNT | FactType.NUMBER:
            return f"decimal(18, {fact.scale})"
        case FactType.BOOLEAN:
            return "boolean"
        case FactType.DATE:
            return "date"
        case _:
            return "string"


def _cells(plan: Plan, source: ibis.Table) -> ibis.Table:
    """The relation `cells` of a table in which everything has its own type and fits."""
    catalogue = plan.region.catalogue
    return source.select(
        **{name: _value(head(name, catalogue), source[name]) for name in source.columns}
    )


def _value(fact: Fact, stated: ir.Value) -> ir.Value:
    if fact.is_number:
        return (stated * 10**fact.scale).cast("int64")
    if fact.type is FactType.DATE:
        days = stated.delta(ibis.literal(_EPOCH), unit="day").cast("int64")
        return days + _EPOCH.toordinal()
    if fact.is_words:
        return ibis.ifelse(stated == "", "", ibis.literal(MARK) + stated + MARK)
    return stated


def _title(plan: Plan, question: Question, schema: Mapping[str, str]) -> Iterator[str]:
    lang = question.lang
    books = {(each.program.rulebook.version, each.program.rulebook.digest) for each in plan.tracks}
    for version, digest in sorted(books):
        yield Text(f"-- règles du {version}, {digest}", f"-- rules of {version}, {digest}")[lang]
    day = question.on or question.today
    whose = (
        Text("de toutes les lignes", "of every row")
        if question.on
        else Text(f"d'une ligne sans {DAY}", f"of a row without {DAY}")
    )
    yield Text(f"-- jour {whose.fr} : {day}", f"-- the day {whose.en}: {day}")[lang]
    yield Text(f"-- {SOURCE} : une ligne par dossier", f"-- {SOURCE}: a row a dossier")[lang]
    for name, kind in schema.items():
        yield f"--   {name} {'text' if kind == 'string' else kind}"


def _colon(question: Question) -> str:
    return Text(" : ", ": ")[question.lang]


def _shown(text: str, dialect: str) -> str:
    """*text* with every sign that an editor hides, which only stand in patterns, as an escape."""
    written = "\\x{%x}" if dialect == "duckdb" else "\\u%04x"
    signs: dict[str, str | int | None] = {
        sign: written % ord(sign) for sign in BLANK if sign not in " \n"
    }
    whole = text.replace("\t\n", "\t" + written % ord("\n"))
    return whole.translate(str.maketrans(signs))


def _unknown(dialect: str) -> Fault:
    known = ", ".join(DIALECTS)
    return Fault(
        "unknown-dialect",
        None,
        Text(f"pas de SQL pour `{dialect}`", f"there is no SQL for `{dialect}`"),
        Text(f"l'un de : {known}", f"one of: {known}"),
    )
