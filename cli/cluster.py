"""
`eligibility screen --engine spark`: the same screening on Spark.
"""

import json
from collections.abc import Mapping

import typer
from eligibility_cli.console import is_ascii
from eligibility_cli.tally import print_tally, tally_object

from eligibility.screening.mapping import bind
from eligibility.screening.plan import plan
from eligibility.screening.screen import Request, Result
from eligibility.screening.spark import screen_on_spark
from eligibility.screening.statement import Question, Statement, statement

__all__ = ["screen_on_cluster"]


def screen_on_cluster(
    request: Request, source: str, target: str, master: str, *, as_json: bool
) -> None:
    """Screens the Parquet in *source* into the folder *target*; both may be URLs that Spark knows."""
    made = plan(request.region, request.readings)
    unread: list[str] = []

    def lowered(columns: Mapping[str, str]) -> Statement:
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
        return statement(made, question, "pyspark", request.readings)

    tally = screen_on_spark(source, target, lowered, master=master)
    result = Result(tally=tally, unread=tuple(unread), plan=made)
    if as_json:
        print(json.dumps(tally_object(result), ensure_ascii=is_ascii()))
    else:
        print_tally(result, request, request.lang)
    if tally.errors:
        raise typer.Exit(3)
