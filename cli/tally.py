"""
The summary of a screening, on the terminal and as JSON.
"""

from typing import TYPE_CHECKING, Any

from eligibility_cli.blocks import indented, section
from eligibility_cli.console import console, printable, say_in
from rich.table import Table
from rich.text import Text as Line

from eligibility.language import Lang, Text, number
from eligibility.screening.screen import Request, Result

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

__all__ = ["print_tally", "tally_object"]

SHOWN = 60
"""Signs of the number of a dossier that a line repeats."""
SCHEMA = "eligibility/screening-summary@1"
OUTCOMES = {
    "eligible": (Text("éligibles", "eligible"), "green"),
    "incomplete": (Text("incomplets", "incomplete"), "yellow"),
    "ineligible": (Text("inéligibles", "ineligible"), "red"),
}


def tally_object(result: Result, number: int | None = None) -> dict[str, Any]:
    """The summary as JSON values; *number* is its entry in a ledger."""
    tally = result.tally
    found = {} if number is None else {"recorded": number}
    return found | {
        "schema": SCHEMA,
        "rows": tally.rows,
        "outcomes": {name: tally.total(name) for name in OUTCOMES},
        "by_scheme": {
            scheme: {name: counts.get(name, 0) for name in OUTCOMES}
            for scheme, counts in tally.outcomes
        },
        "not_met": [{"clause": clause, "rows": count} for clause, count in tally.failing],
        "missing": [{"fact": fact, "rows": count} for fact, count in tally.missing],
        "errors": tally.errors,
        "first_errors": [
            {"dossier": each.dossier, "error": each.error} for each in tally.first_errors
        ],
        "unread_columns": list(result.unread),
        "rulebooks": [
            {"version": each.version, "digest": each.digest} for each in result.rulebooks
        ],
    }


def print_tally(result: Result, request: Request, lang: Lang) -> None:
    """Prints the summary."""
    out = console()
    # Where `…` takes three signs a line must leave room for them.
    out.width = min(out.width, 100) - len(printable("…")) + 1
    for part in _Summary(result, request, lang, out.width).parts():
        out.print(part)


class _Summary:
    def __init__(self, result: Result, request: Request, lang: Lang, width: int) -> None:
        self.result = result
        self.tally = result.tally
        self.request = request
        self.lang = lang
        self.width = width
        clauses = (each for part in request.region.parts for each in part.clauses)
        self.titles: dict[str, Text] = {each.id: each.title for each in clauses}

    def parts(self) -> "Iterator[RenderableType]":
        yield self.heading()
        yield Line()
        yield self.schemes()
        yield from self.most(
            Text("Clauses les plus souvent non remplies", "Clauses most often not met"),
            [(name, self.titles[name], count) for name, count in self.tally.failing],
        )
        catalogue = self.request.region.catalogue
        yield from self.most(
            Text("Informations les plus souvent manquantes", "Facts most often missing"),
            [(name, catalogue[name].label, count) for name, count in self.tally.missing],
        )
        yield from self.errors()
        yield from self.unread()
        yield Line(
            say_in(
                self.lang,
                "\nL'outil conclut ; la décision appartient à un agent nommé de la Région.",
                "\nThe tool concludes; the decision belongs to a named officer of the Region.",
            ),
            style="dim",
        )

    def heading(self) -> "RenderableType":
        line = Line()
        rows = number(self.tally.rows, 0, self.lang)
        line.append(say_in(self.lang, f"{rows} dossiers", f"{rows} dossiers"), style="bold")
        for name, (word, style) in OUTCOMES.items():
            total = self.tally.total(name)
            line.append(" · ")
            line.append(f"{number(total, 0, self.lang)} {word[self.lang]}", style=style)
        if self.tally.errors:
            count = number(self.tally.errors, 0, self.lang)
            line.append(say_in(self.lang, f" · {count} en erreur", f" · {count} in error"))
        line.append(f"\n{printable(str(self.request.target))}", style="dim")
        for reading, alternative in self.request.readings.items():
            line.append(
                say_in(self.lang, "\nlecture retenue : ", "\nreading taken: ")
                + f"{reading} = {alternative}",
                style="yellow",
            )
        return line

    def schemes(self) -> "RenderableType":
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        table.add_column(say_in(self.lang, "dispositif", "scheme"), overflow="fold")
        for word, style in OUTCOMES.values():
            table.add_column(word[self.lang], justify="right", style=style, overflow="fold")
        for scheme, counts in self.tally.outcomes:
            numbers = (number(counts.get(name, 0), 0, self.lang) for name in OUTCOMES)
            table.add_row(scheme, *numbers)
        return table

    def most(self, title: Text, items: list[tuple[str, Text, int]]) -> "Iterator[RenderableType]":
        if not items:
            return
        yield Line()
        yield section(title[self.lang])
        for name, label, count in items[:8]:
            text = label[self.lang]
            text = text[:1].upper() + text[1:]
            room = max(self.width - len(name) - 13, 10)
            line = Line(f"{number(count, 0, self.lang):>9}  ")
            line.append(text if len(text) <= room else text[: room - 1] + "…")
            line.append(f"  {name}", style="dim")
            yield line

    def errors(self) -> "Iterator[RenderableType]":
        if not self.tally.errors:
            return
        yield Line()
        title = Text("Lignes en erreur, sans conclusion", "Rows in error, without a conclusion")
        yield section(title[self.lang], self.tally.errors)
        for each in self.tally.first_errors[:10]:
            lead = f"{each.dossier[:SHOWN]} : " if each.dossier else ""
            yield indented(lead + each.error, self.width)
        left = self.tally.errors - min(10, len(self.tally.first_errors))
        if left:
            more = number(left, 0, self.lang)
            yield indented(
                say_in(
                    self.lang,
                    f"… et {more} autres, dans la colonne `error` du résultat",
                    f"… and {more} more, in the column `error` of the result",
                ),
                self.width,
                "dim",
            )

    def unread(self) -> "Iterator[RenderableType]":
        if not self.result.unread:
            return
        yield Line()
        title = Text("Colonnes que l'outil n'a pas lues", "Columns that were not read")
        yield section(title[self.lang], len(self.result.unread))
        yield indented(", ".join(self.result.unread), self.width)
        hint = Text(
            "--explain-columns propose une correspondance ; `ignore:` en écarte",
            "--explain-columns proposes a mapping; `ignore:` sets some aside",
        )
        yield indented(hint[self.lang], self.width, "dim")
