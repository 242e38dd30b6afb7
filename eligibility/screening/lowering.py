"""
The statement of a plan, made by Ibis.
"""

import ibis
from ibis.config import Config

from eligibility.errors import Fault, InputError
from eligibility.facts import Fact, FactType
from eligibility.language import Text
from eligibility.screening.binding import ID, SCHEME, Binding, head
from eligibility.screening.cells import is_readable
from eligibility.screening.fold import Fold
from eligibility.screening.listing import listed, output
from eligibility.screening.plan import Plan
from eligibility.screening.rows import Rows, columns
from eligibility.screening.statement import BITS, FAMILIES, SOURCE, Question, Relation, Statement

__all__ = ["SPARK", "lower", "sql"]

SPARK = "pyspark"
"""What Ibis calls Spark."""


def lower(plan: Plan, question: Question, dialect: str) -> Statement:
    """
    Every relation from the table to the marks, and the lists, in SQL of *dialect*.

    Raises:
        InputError: a column whose type cannot hold the fact that it is to be.
    """
    fold, apart = Fold(plan), dialect == SPARK
    relations: list[Relation] = []

    def named(name: str, made: ibis.Table) -> ibis.Table:
        relations.append(Relation(name, sql(made, dialect)))
        return ibis.table(made.schema(), name=name)

    source = ibis.table(dict(question.schema), name=SOURCE)
    if question.binding is None:
        facts = named("facts", source.select(*source.columns))
    else:
        _check(plan, question, question.binding)
        rows = Rows(
            plan=plan,
            binding=question.binding,
            by_hand=question.by_hand,
            on=question.on,
            today=question.today,
            lang=question.lang,
            in_duckdb=dialect == "duckdb",
        )
        tidy = named("tidy", rows.tidy(source))
        plain = named("plain", rows.plain(tidy))
        parsed = named("parsed", rows.parsed(plain))
        cells = named("cells", rows.cells(parsed))
        # A program for every message is more than Spark compiles: it gets one of their own.
        facts = named("facts", rows.facts(cells, in_words=not apart))
    truths = named("truths", fold.truths(facts, columns(plan, facts)))
    bits = named(BITS, fold.bits(truths))
    verdicts = named("verdicts", fold.verdicts(bits))
    if apart and question.binding is not None:
        wrong = named("wrong", rows.wrong(cells))
        found = named("found", fold.marks(verdicts))
        marks = named("marks", _both(found, wrong))
    else:
        marks = named("marks", fold.marks(verdicts))
    kinds = tuple(name for name in bits.columns if name not in ("id", "scheme", "error"))
    keys = {family: fold.keys(family) for family in FAMILIES}
    lists = {
        family: sql(
            marks.select(
                *(marks[key] for key in keys[family]),
                **{name: fold.text(name, marks) for name in names},
            ),
            dialect,
        )
        for family, (_, names) in FAMILIES.items()
    }
    if not apart:
        return Statement(tuple(relations), kinds, keys, lists)
    listed_ = named("lists", listed(fold, marks))
    return Statement(tuple(relations), kinds, keys, lists, sql(output(listed_), dialect))


def _both(found: ibis.Table, wrong: ibis.Table) -> ibis.Table:
    """The marks of the rows that fit, then the others with nothing but their error."""
    blank = {name: ibis.null(kind) for name, kind in found.schema().items()}
    given = {name: wrong[name] for name in wrong.columns}
    return found.filter(found["track"].notnull()).union(wrong.select(**(blank | given)))


def _check(plan: Plan, question: Question, binding: Binding) -> None:
    faults = []
    for name, bound in binding.facts.items():
        if bound.column is None or bound.values:
            continue
        kind = ibis.dtype(question.schema[bound.column])
        if name in (ID, SCHEME) and (kind.is_integer() or kind.is_string()):
            continue
        fact = head(name, plan.region.catalogue)
        if not is_readable(fact, kind):
            faults.append(_unreadable(bound.column, fact, str(kind)))
    if faults:
        raise InputError(faults)


def _unreadable(column: str, fact: Fact, kind: str) -> Fault:
    match fact.type:
        case FactType.AMOUNT | FactType.NUMBER:
            hint = Text(
                "faites-en une colonne de nombres ou de texte",
                "make it a column of numbers or of text",
            )
        case FactType.BOOLEAN:
            hint = Text(
                "faites-en une colonne de booléens, ou traduisez-la avec `values:` (--map)",
                "make it a column of booleans, or translate it with `values:` (--map)",
            )
        case FactType.DATE:
            hint = Text(
                "faites-en une colonne de dates, sans fuseau horaire, ou de texte",
                "make it a column of dates without a time zone, or of text",
            )
        case FactType.WORDS | FactType.PROCEEDINGS:
            hint = Text(
                "faites-en une colonne de texte : des mots joints par `;`",
                "make it a column of text: words joined by `;`",
            )
        case _:
            hint = Text(
                "faites-en une colonne de texte (un numéro perdrait ses zéros)",
                "make it a column of text (a number would lose its zeros)",
            )
    if kind == "binary":
        called = Text("d'un type que rien ici ne lit", "of a type that nothing here reads")
    else:
        called = Text(f"de type {kind}", f"of type {kind}")
    return Fault(
        "wrong-column",
        None,
        Text(
            f"la colonne `{column}` est {called.fr} : `{fact.name}` ne peut s'y lire",
            f"the column `{column}` is {called.en}: `{fact.name}` cannot be read from it",
        ),
        hint,
        fact.name,
    )


def sql(made: ibis.Table, dialect: str, *, pretty: bool = False) -> str:
    """*made* in SQL of *dialect*."""
    if dialect == SPARK and ibis.options.pyspark is None:
        # Ibis sets this only where it is connected to Spark.
        ibis.options.pyspark = _Pyspark()
    return str(ibis.to_sql(made, dialect=dialect, pretty=pretty))


class _Pyspark(Config):  # type: ignore[misc]
    treat_nan_as_null: bool = False
