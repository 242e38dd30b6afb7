"""
The statement of a plan, made by Ibis.
"""

import ibis

from eligibility.screening.fold import Fold
from eligibility.screening.plan import Plan
from eligibility.screening.rows import Rows, columns
from eligibility.screening.statement import FAMILIES, SOURCE, Question, Relation, Statement

__all__ = ["lower"]


def lower(plan: Plan, question: Question, dialect: str) -> Statement:
    """Every relation from the table to the marks, and the lists, in SQL of *dialect*."""
    rows = Rows(
        plan=plan,
        binding=question.binding,
        by_hand=question.by_hand,
        on=question.on,
        today=question.today,
        lang=question.lang,
    )
    fold = Fold(plan)
    relations: list[Relation] = []

    def named(name: str, made: ibis.Table) -> ibis.Table:
        relations.append(Relation(name, _sql(made, dialect)))
        return ibis.table(made.schema(), name=name)

    source = ibis.table(dict(question.schema), name=SOURCE)
    tidy = named("tidy", rows.tidy(source))
    cells = named("cells", rows.cells(tidy))
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


def _sql(made: ibis.Table, dialect: str) -> str:
    return str(ibis.to_sql(made, dialect=dialect))
