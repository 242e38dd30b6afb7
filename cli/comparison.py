"""
The what-if on the terminal and as JSON: which outcomes change, and why.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict

from eligibility_cli.blocks import indented, section
from eligibility_cli.console import console, is_ascii, say_in
from eligibility_cli.progress import progress
from eligibility_cli.tally import OUTCOMES
from rich.console import RenderableType
from rich.text import Text as Line

from eligibility.language import Lang, Text, number
from eligibility.rulebook import Region
from eligibility.screening.compare import Change, Comparison, compare
from eligibility.screening.screen import Request

__all__ = ["compare_and_print"]

SCHEMA = "eligibility/comparison@1"
_ERROR = Text("en erreur", "in error")


def compare_and_print(
    request: Request, other: Region, readings: Mapping[str, str], *, as_json: bool
) -> int:
    """Screens the table twice and prints what changes; how many rows have an error."""
    with progress(request.lang) as tick:
        found = compare(request, other, readings, tick)
    if as_json:
        print(json.dumps({"schema": SCHEMA, **asdict(found)}, ensure_ascii=is_ascii()))
        return found.errors
    out = console()
    out.width = min(out.width, 100)
    titles: dict[str, Text] = {
        each.id: each.title
        for region in (other, request.region)
        for part in region.parts
        for each in part.clauses
    }
    for part in _parts(found, request, titles, out.width):
        out.print(part)
    return found.errors


def _parts(
    found: Comparison, request: Request, titles: Mapping[str, Text], width: int
) -> Iterator[RenderableType]:
    lang = request.lang
    changed, rows = (number(each, 0, lang) for each in (found.changed, found.rows))
    yield Line(
        say_in(
            lang,
            f"{changed} conclusions sur {rows} changeraient",
            f"{changed} outcomes out of {rows} would change",
        ),
        style="bold",
    )
    yield Line(str(request.target), style="dim")
    if found.errors:
        wrong = number(found.errors, 0, lang)
        told = say_in(
            lang,
            f"{wrong} lignes en erreur, que `eligibility screen` sans comparaison détaille",
            f"{wrong} rows in error, which `eligibility screen` without a comparison tells",
        )
        yield indented(told, width)
    for (before, after), changes in _by_outcome(found.changes).items():
        yield Line()
        arrow = f"{_called(before, lang)} → {_called(after, lang)}"
        yield section(arrow, sum(change.rows for change in changes))
        for name, count in _summed(change.failing for change in changes)[:5]:
            yield indented(_move(name, count, titles, lang, not_met=True), width)
        for name, count in _summed(change.waiting for change in changes)[:5]:
            yield indented(_move(name, count, titles, lang, not_met=False), width)
        schemes = (f"{change.scheme} ({number(change.rows, 0, lang)})" for change in changes)
        yield indented(", ".join(schemes), width, "dim")


def _by_outcome(
    changes: Iterable[Change],
) -> dict[tuple[str | None, str | None], list[Change]]:
    """The changes by what they go from and to, the most frequent first."""
    found: dict[tuple[str | None, str | None], list[Change]] = {}
    for change in changes:
        found.setdefault((change.before, change.after), []).append(change)
    return dict(sorted(found.items(), key=lambda each: -sum(one.rows for one in each[1])))


def _summed(counts: Iterable[Sequence[tuple[str, int]]]) -> list[tuple[str, int]]:
    total: Counter[str] = Counter()
    for each in counts:
        total.update(dict(each))
    return total.most_common()


def _called(outcome: str | None, lang: Lang) -> str:
    return (_ERROR if outcome is None else OUTCOMES[outcome][0])[lang]


def _move(name: str, count: int, titles: Mapping[str, Text], lang: Lang, *, not_met: bool) -> str:
    clause = name[1:]
    words = {
        ("+", True): Text("devient non remplie", "comes to be not met"),
        ("-", True): Text("n'est plus un échec", "is no failure any more"),
        ("+", False): Text("devient inconnue", "comes to be unknown"),
        ("-", False): Text("n'est plus inconnue", "is not unknown any more"),
    }[name[0], not_met]
    title = titles[clause][lang] if clause in titles else clause
    return f"{number(count, 0, lang)} × {title} ({clause}) : {words[lang]}"
