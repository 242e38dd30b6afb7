"""
The statement of a plan, made by Ibis.
"""

import ibis

from eligibility.errors import Fault, InputError
from eligibility.facts import Fact, FactType
from eligibility.language import Text
from eligibility.screening.binding import ID, SCHEME, Binding, head
from eligibility.screening.cells import is_readable
from eligibility.screening.fold import Fold
from eligibility.screening.plan import Plan
from eligibility.screening.rows import Rows, columns
from eligibility.screening.statement import FAMILIES, SOURCE, Question, Relation, Statement

__all__ = ["lower"]


def lower(plan: Plan, question: Question, dialect: str) -> Statement:
    """
    Every relation from the table to the marks, and the lists, in SQL of *dialect*.

    Raises:
        InputError: a column whose type cannot hold the fact that it is to be.
    """
    fold = Fold(plan)
    relations: list[Relation] = []

    def named(name: str, made: ibis.Table) -> ibis.Table:
        relations.append(Relation(name, _sql(made, dialect)))
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
        )
        tidy = named("tidy", rows.tidy(source))
        plain = named("plain", rows.plain(tidy))
        parsed = named("parsed", rows.parsed(plain))
        cells = named("cells", rows.cells(parsed))
        facts = named("facts", rows.facts(cells))
    truths = named("truths", fold.truths(facts, columns(plan, facts)))
    bits = named("bits", fold.bits(truths))
    verdicts = named("verdicts", fold.verdicts(bits))
    marks = named("marks", fold.marks(verdicts))
    keys = {family: fold.keys(family) for family in FAMILIES}
    lists = {
        family: _sql(
            marks.select(
                *(marks[key] for key in keys[family]),
                **{name: fold.text(name, marks) for name in names},
            ),
            dialect,
        )
        for family, (_, names) in FAMILIES.items()
    }
    return Statement(tuple(relations), keys, lists)


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
    hint = None
    if fact.type in (FactType.CODE, FactType.TEXT, FactType.WORD):
        hint = Text(
            "faites-en une colonne de texte (un numéro perdrait ses zéros)",
            "make it a column of text (a number would lose its zeros)",
        )
    return Fault(
        "wrong-column",
        None,
        Text(
            f"la colonne `{column}` est de type {kind}, où `{fact.name}` ne peut se lire",
            f"the column `{column}` is of type {kind}, from which `{fact.name}` cannot be read",
        ),
        hint,
        fact.name,
    )


def _sql(made: ibis.Table, dialect: str) -> str:
    return str(ibis.to_sql(made, dialect=dialect, pretty=False))
