"""
`eligibility screen --engine spark`: the same screening on Spark.
"""

import json
from collections.abc import Mapping

import typer
from eligibility_cli.console import is_ascii
from eligibility_cli.tally import print_tally, tally_object

from eligibility.screening.asked_for import FEW, named
from eligibility.screening.binding import SCHEME, Binding
from eligibility.screening.mapping import bind
from eligibility.screening.plan import Plan, plan
from eligibility.screening.screen import Request, Result
from eligibility.screening.spark import Distinct, screen_on_spark
from eligibility.screening.statement import Question, Statement, statement

__all__ = ["screen_on_cluster"]


def screen_on_cluster(
    request: Request, source: str, target: str, master: str, *, as_json: bool
) -> None:
    """Screens the Parquet in *source* into the folder *target*; both may be URLs that Spark knows."""
    plans: list[Plan] = []
    unread: list[str] = []

    def lowered(columns: Mapping[str, str], distinct: Distinct) -> Statement:
        binding = bind(
            columns,
            request.region.catalogue,
            request.columns,
            where=source,
            scheme=request.scheme,
        )
        unread.extend(binding.unread)
        read = {bound.column for bound in binding.facts.values()}
        question = Question(
            binding=binding,
            schema={name: kind for name, kind in columns.items() if name in read},
            by_hand=False,
            on=request.on,
            today=request.today,
            lang=request.lang,
        )
        made = plan(request.region, request.readings, _schemes(request, binding, distinct))
        plans.append(made)
        return statement(made, question, "pyspark", request.readings)

    tally = screen_on_spark(source, target, lowered, master=master)
    result = Result(tally=tally, unread=tuple(unread), plan=plans[0])
    if as_json:
        print(json.dumps(tally_object(result), ensure_ascii=is_ascii()))
    else:
        print_tally(result, request, request.lang)
    if tally.errors:
        raise typer.Exit(3)


def _schemes(request: Request, binding: Binding, distinct: Distinct) -> frozenset[str] | None:
    """The schemes that the rows ask for; None = any."""
    known = request.region.scheme_ids
    bound = binding.facts.get(SCHEME)
    if bound is None or len(known) <= FEW:
        return None
    if bound.column is None:
        return frozenset({str(bound.constant)})
    words = distinct(bound.column)
    return None if words is None else named(words, binding, known)
