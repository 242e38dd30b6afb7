"""
`eligibility obligations`: the dated duties of awards, and what falls due.
"""

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer
from eligibility_cli.awards import (
    AwardsArgument,
    DayOption,
    awards_in,
    day_of,
)
from eligibility_cli.console import (
    JsonOption,
    LangOption,
    ReadingOption,
    RulesOption,
    default_region_folder,
    fail,
    is_ascii,
    language,
    print_errors,
    say,
)
from eligibility_cli.files import exclusive, readings

from eligibility.errors import EligibilityError, Fault, UnknownReadingError
from eligibility.language import Text
from eligibility.rulebook import load_region

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eligibility.awards.obligations import Obligations

__all__ = ["obligations"]


_NOTHING_DATED = Fault(
    "nothing-dated",
    None,
    Text(
        "aucun devoir n'a d'échéance datée : pas d'agenda", "no duty has a dated end: no calendar"
    ),
    Text(
        "complétez l'aide : `eligibility obligations` dit ce qui manque",
        "complete the award: `eligibility obligations` says what is missing",
    ),
)


def obligations(
    awards: AwardsArgument,
    within: Annotated[
        int | None,
        typer.Option(
            "--within",
            min=1,
            max=600,
            metavar="MOIS",
            help=say(
                "Ce qui tombe dans les N mois, toutes aides ensemble.",
                "What falls due in the next N months, all awards together.",
            ),
            show_default=False,
        ),
    ] = None,
    on: DayOption = None,
    as_json: JsonOption = False,
    as_calendar: Annotated[
        bool,
        typer.Option(
            "--ics",
            help=say(
                "Un fichier d'agenda avec des rappels (iCalendar).",
                "A calendar file with reminders (iCalendar).",
            ),
        ),
    ] = False,
    reading: ReadingOption = None,
    rules: RulesOption = None,
    lang: LangOption = None,
) -> None:
    from eligibility.awards.covenants import Covenants
    from eligibility.awards.obligations import obligations as dated

    tongue = language(lang)
    try:
        exclusive(json=as_json, ics=as_calendar)
        exclusive(within=within, ics=as_calendar)
        region = load_region(rules or default_region_folder())
        covenants = Covenants(region, readings(reading or []))
        today = day_of(on)
    except EligibilityError as error:
        fail(error, tongue)
    failed = False

    def found() -> "Iterator[Obligations]":
        nonlocal failed
        for each in awards_in(awards, region):
            try:
                if isinstance(each, EligibilityError):
                    raise each
                yield dated(each, covenants.of(each))
            except UnknownReadingError as error:
                fail(error, tongue)
            except EligibilityError as error:
                sys.stdout.flush()
                print_errors(error, tongue)
                failed = True

    if within is not None:
        from eligibility_cli.timeline import agenda

        agenda(found(), today, within, tongue, as_json=as_json)
    elif as_calendar:
        from eligibility.awards.calendar import calendar

        made = calendar(found(), tongue, stamp=today)
        if made is None:
            fail(EligibilityError([_NOTHING_DATED]), tongue)
        sys.stdout.buffer.write(made)
    elif as_json:
        from eligibility.awards.plain import plain_obligations

        for each in found():
            print(json.dumps(plain_obligations(each, tongue), ensure_ascii=is_ascii()))
    else:
        from eligibility_cli.timeline import timeline

        for index, each in enumerate(found()):
            timeline(each, today, tongue, first=index == 0)
    if failed:
        raise typer.Exit(2)


obligations.__doc__ = say(
    "Les devoirs datés qui suivent une aide, et ce qui tombe bientôt.",
    "The dated duties that come with an award, and what falls due.",
)
