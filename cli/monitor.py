"""
`eligibility monitor`: what has happened to awards, held against their duties.
"""

import itertools
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from datetime import date
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

from eligibility.engines.join_worker import JoinWorker
from eligibility.errors import EligibilityError, UnknownReadingError
from eligibility.language import Lang
from eligibility.rulebook import load_region

if TYPE_CHECKING:
    from eligibility.awards.award import Award
    from eligibility.awards.covenants import Covenants
    from eligibility.awards.monitoring import Monitoring
    from eligibility.rulebook.covenant import Covenant

    _Result = Monitoring | EligibilityError

__all__ = ["monitor"]

BATCH = 200
"""Awards matched together: enough to keep the worker busy, few enough to keep in memory."""


def monitor(
    awards: AwardsArgument,
    on: DayOption = None,
    as_json: JsonOption = False,
    as_markdown: Annotated[
        bool,
        typer.Option(
            "--markdown",
            help=say(
                "Le projet de lettre qui invite à présenter des observations.",
                "The draft letter that invites to present observations.",
            ),
        ),
    ] = False,
    reading: ReadingOption = None,
    rules: RulesOption = None,
    lang: LangOption = None,
) -> None:
    from eligibility.awards.covenants import Covenants

    tongue = language(lang)
    try:
        exclusive(json=as_json, markdown=as_markdown)
        region = load_region(rules or default_region_folder())
        covenants = Covenants(region, readings(reading or []))
        today = day_of(on)
    except EligibilityError as error:
        fail(error, tongue)
    show = _face(as_json, as_markdown)
    failed = False
    first = True
    with ExitStack() as stack:
        watch = _Watch(covenants, today, stack)
        for found in watch.all(awards_in(awards, region)):
            if isinstance(found, UnknownReadingError):
                fail(found, tongue)
            if isinstance(found, EligibilityError):
                sys.stdout.flush()
                print_errors(found, tongue)
                failed = True
                continue
            show(found, tongue, first)
            first = False
    if failed:
        raise typer.Exit(2)


monitor.__doc__ = say(
    "Confronte ce qui est arrivé aux devoirs d'une aide ; constate, ne décide pas.",
    "Holds what happened against the duties of an award; finds, does not decide.",
)


class _Watch:
    """Keeps a worker for each covenant: awards of a call share them."""

    def __init__(self, covenants: "Covenants", on: date, stack: ExitStack) -> None:
        self.covenants = covenants
        self.on = on
        self.stack = stack
        self.workers: dict[int, JoinWorker] = {}

    def all(self, awards: "Iterable[Award | EligibilityError]") -> "Iterator[_Result]":
        """One result for each, in order; while one batch is shown, the next is being matched."""
        rest = iter(awards)
        begun: Callable[[], Iterator[_Result]] | None = None
        while batch := list(itertools.islice(rest, BATCH)):
            ready = begun() if begun else iter(())
            begun = self.begin(batch)
            yield from ready
        if begun:
            yield from begun()

    def begin(self, batch: "list[Award | EligibilityError]") -> "Callable[[], Iterator[_Result]]":
        """Begins to match a batch; the job waits for the matches."""
        from eligibility.awards.monitor import monitor_all

        failed: dict[int, EligibilityError] = {}
        groups: dict[int, tuple[Covenant, list[tuple[int, Award]]]] = {}
        for at, each in enumerate(batch):
            try:
                if isinstance(each, EligibilityError):
                    raise each
                covenant = self.covenants.of(each)
            except EligibilityError as error:
                failed[at] = error
            else:
                groups.setdefault(id(covenant), (covenant, []))[1].append((at, each))
        jobs = {}
        of: dict[int, int] = {}
        for key, (covenant, members) in groups.items():
            if key not in self.workers:
                self.workers[key] = self.stack.enter_context(JoinWorker())
            of.update((at, key) for at, _ in members)
            jobs[key] = monitor_all(
                [award for _, award in members], covenant, on=self.on, matcher=self.workers[key]
            )

        def finished() -> "Iterator[_Result]":
            found = {key: job() for key, job in jobs.items()}
            return (failed[at] if at in failed else next(found[of[at]]) for at in range(len(batch)))

        return finished


_Face = Callable[["Monitoring", Lang, bool], None]
"""Prints what is found in a language; the last argument says whether it is the first one."""


def _face(as_json: bool, as_markdown: bool) -> _Face:
    """The way to show findings; the modules it needs are imported here."""
    if as_json:
        from eligibility.awards.plain import plain_monitoring

        ascii_only = is_ascii()

        def as_object(found: "Monitoring", lang: Lang, _: bool) -> None:
            print(json.dumps(plain_monitoring(found, lang), ensure_ascii=ascii_only))

        return as_object
    if as_markdown:
        from eligibility.awards.letter import duty_letter

        def as_letter(found: "Monitoring", lang: Lang, first: bool) -> None:
            print(("" if first else "\n---\n\n") + duty_letter(found, lang))

        return as_letter
    from eligibility_cli.findings import findings

    return lambda found, lang, first: findings(found, lang, first=first)
