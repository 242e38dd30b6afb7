"""
The targets of the Region on the terminal.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from eligibility_cli.blocks import indented, section
from eligibility_cli.console import console, printable
from rich.console import RenderableType
from rich.text import Text as Line

from eligibility.facts import Catalogue
from eligibility.facts.values import shown
from eligibility.language import Lang, Text, day, number
from eligibility.quantities import rounded
from eligibility.rulebook.target import TargetForm
from eligibility.screening.portfolio import Measure, Portfolio

__all__ = ["report"]

_STYLE = {True: "green", False: "red", None: "yellow"}


def report(found: Portfolio, on: date, lang: Lang, catalogue: Catalogue) -> None:
    """Prints each target with what the table says of it."""
    out = console()
    out.width = min(out.width, 100)
    for part in _Report(on, lang, catalogue, out.width).parts(found):
        out.print(part)


class _Report:
    def __init__(self, on: date, lang: Lang, catalogue: Catalogue, width: int) -> None:
        self.on = on
        self.lang = lang
        self.catalogue = catalogue
        self.width = width

    def say(self, fr: str, en: str) -> str:
        return Text(fr, en)[self.lang]

    def parts(self, found: Portfolio) -> Iterator[RenderableType]:
        yield section(self.say("Cibles de la Région", "Targets of the Region"), len(found.measures))
        for each in found.measures:
            yield from self.one(each)
        rows = self.count(found.rows)
        yield Line()
        yield indented(
            self.say(
                f"Mesuré sur les {rows} dossiers du tableau, non sur tout le territoire.",
                f"Measured on the {rows} dossiers of the table, not on the whole territory.",
            ),
            self.width,
            "dim",
            indent="",
        )
        if found.errors:
            yield indented(
                self.say(
                    f"Lignes qui ne conviennent pas, laissées de côté : "
                    f"{self.count(found.errors)} ; `eligibility screen` les nomme.",
                    f"Rows that do not fit, left aside: {self.count(found.errors)}; "
                    "`eligibility screen` names them.",
                ),
                self.width,
                "yellow",
                indent="",
            )

    def one(self, each: Measure) -> Iterator[RenderableType]:
        title = Line(printable(each.clause.title[self.lang]), style="bold")
        title.append(f"  {each.clause.id}", style="not bold dim")
        yield title
        yield indented(self.verdict(each), self.width, _STYLE[each.reached], indent="    ")
        yield indented(self.value(each), self.width, indent="    ")
        if each.unknown:
            yield indented(self.silent(each.unknown), self.width, "dim", indent="    ")
        cited = each.clause.citation
        yield indented(f"« {cited.quote} » ({cited.place})", self.width, "dim", indent="    ")

    def silent(self, count: int) -> str:
        if count == 1:
            return self.say("1 dossier n'en dit pas assez.", "1 dossier does not say enough.")
        many = self.count(count)
        return self.say(f"{many} dossiers n'en disent pas assez.", f"{many} do not say enough.")

    def verdict(self, each: Measure) -> str:
        target = each.target
        aim = self.amount(each, Fraction(target.at_least))
        when = ""
        if target.by:
            until = day(target.by, self.lang)
            when = self.say(f" d'ici le {until}", f" by {until}")
        if target.each:
            when += self.say(f" en {target.each.said(self.lang)}", f" in {target.each}")
        said = {
            True: self.say("atteinte", "reached"),
            False: self.say("pas atteinte", "not reached"),
            None: self.say("on ne peut le dire", "it cannot be said"),
        }[each.reached]
        return (
            self.say(f"Cible : {aim} au moins{when} ; ", f"Target: at least {aim}{when}; ") + said
        )

    def value(self, each: Measure) -> str:
        if each.least is None:
            return self.say(
                "Aucun dossier du tableau n'est concerné.", "No dossier of the table is concerned."
            )
        least = self.amount(each, each.least)
        if each.most is None:
            return self.say(f"Mesure : {least} au moins", f"Measure: at least {least}")
        if each.most == each.least:
            return self.say(f"Mesure : {least}", f"Measure: {least}")
        most = self.amount(each, each.most)
        return self.say(f"Mesure : de {least} à {most}", f"Measure: from {least} to {most}")

    def amount(self, each: Measure, value: Fraction) -> str:
        match each.target.form:
            case TargetForm.SHARE:
                return f"{number(rounded(value, 2), 2, self.lang)}\N{NO-BREAK SPACE}%"
            case TargetForm.COUNT:
                return self.say(f"{self.count(int(value))} dossiers", f"{self.count(int(value))}")
            case TargetForm.TOTAL:
                assert each.target.fact is not None
                return shown(self.catalogue[each.target.fact], int(value), self.lang)

    def count(self, value: int) -> str:
        return number(value, 0, self.lang)
