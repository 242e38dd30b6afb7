"""
The appreciation sheet on the terminal, and the working of a grid.
"""

from collections.abc import Iterator
from fractions import Fraction

from eligibility_cli.blocks import indented, section
from eligibility_cli.console import console, printable
from eligibility_cli.report import decision_heading
from rich.console import RenderableType
from rich.text import Text as Line

from eligibility.appreciation import Row, Sheet, Standing
from eligibility.appreciation.proposal import Marked, Proposal
from eligibility.decisions.words import figure_text, label, reason
from eligibility.facts import FactName
from eligibility.facts.values import shown
from eligibility.language import Lang, Text, day, number
from eligibility.quantities import rounded

__all__ = ["report"]

_MARKS = {
    Standing.MEASURED: "= ",
    Standing.MET: "+ ",
    Standing.NOT_MET: "- ",
    Standing.JUDGED: "= ",
    Standing.OPEN: "? ",
}
_STYLES = {Standing.MET: "green", Standing.OPEN: "yellow"}


def report(sheet: Sheet, proposal: Proposal | None, lang: Lang) -> None:
    """Prints the sheet, then what a grid makes of it where there is one."""
    out = console()
    out.width = min(out.width, 100)
    for part in _Report(sheet, lang, out.width).parts(proposal):
        out.print(part)


class _Report:
    def __init__(self, sheet: Sheet, lang: Lang, width: int) -> None:
        self.sheet = sheet
        self.decision = sheet.decision
        self.lang = lang
        self.width = width

    def say(self, fr: str, en: str) -> str:
        return Text(fr, en)[self.lang]

    def parts(self, proposal: Proposal | None) -> Iterator[RenderableType]:
        yield decision_heading(self.decision, self.lang)
        for part in dict.fromkeys(row.of.id for row in self.sheet.rows):
            rows = [row for row in self.sheet.rows if row.of.id == part]
            yield Line()
            yield section(printable(rows[0].of.title[self.lang]), len(rows))
            for row in rows:
                yield from self.row(row)
        if not self.sheet.rows:
            yield Line()
            yield indented(
                self.say(
                    "Aucun critère d'appréciation ne concerne ce dossier.",
                    "No criterion of appreciation concerns this dossier.",
                ),
                self.width,
                indent="",
            )
        if proposal is not None:
            yield Line()
            yield from self.proposal(proposal)
        yield Line(
            self.say(
                "\nLe texte ne donne ni poids, ni seuil : un agent nommé apprécie.",
                "\nThe text gives no weight and no threshold: a named officer assesses.",
            ),
            style="dim",
        )

    def row(self, row: Row) -> Iterator[RenderableType]:
        line = Line(_MARKS[row.standing], style=_STYLES.get(row.standing, ""))
        line.append(printable(row.clause.title[self.lang]), style="bold")
        line.append(f"  {row.clause.id}", style="dim")
        yield line
        for figure in row.figures:
            text = figure_text(figure, self.lang)
            if figure.of is not None:
                text = f"{label(self.decision, figure.of, self.lang)} : {text}"
            yield self.below(text)
        if row.finding is not None:
            yield self.below(reason(self.decision, row.finding, self.lang))
        if row.judgement is not None:
            yield from self.judgement(row)
        elif row.standing is Standing.OPEN and not row.figures and row.finding is None:
            yield self.below(self.say("à apprécier", "to be judged"))
        for name in row.looked_at:
            yield self.below(f"{self.label(name)} : {self.value(name)}")
        if row.missing:
            yield self.below(
                self.say("À fournir : ", "To be given: ") + ", ".join(row.missing), "dim"
            )
        cited = row.clause.citation
        yield self.below(f"« {cited.quote} » ({cited.place})", "dim")

    def judgement(self, row: Row) -> Iterator[RenderableType]:
        assert row.judgement is not None
        assert row.clause.judged_by is not None
        origin = row.judgement.origin
        fact = self.decision.program.rulebook.catalogue[row.clause.judged_by]
        text = fact.word_label(str(row.judgement.value))[self.lang]
        who = ", ".join(each for each in (origin.by, origin.role) if each)
        when = day(origin.on, self.lang) if origin.on else ""
        signed = ", ".join(each for each in (who, when) if each)
        yield self.below(f"{text} ({signed})" if signed else text)
        if origin.rationale:
            yield self.below(origin.rationale)

    def label(self, name: FactName) -> str:
        text = label(self.decision, name, self.lang)
        return text[:1].upper() + text[1:]

    def value(self, name: FactName) -> str:
        fact = self.decision.program.rulebook.catalogue[name]
        return shown(fact, self.decision.facts[name], self.lang)

    def below(self, text: str, style: str = "") -> RenderableType:
        return indented(text, self.width, style, indent="    ")

    def proposal(self, proposal: Proposal) -> Iterator[RenderableType]:
        grid = proposal.grid
        yield section(printable(self.say("Grille : ", "Grid: ") + grid.title[self.lang]))
        yield indented(
            self.say("Choix de la Région, non du texte : ", "The Region's choice, not the text's: ")
            + grid.source[self.lang],
            self.width,
            "dim",
        )
        for marked in proposal.marked:
            yield indented(self.working(marked), self.width)
        least, most = proposal.points
        total = self.span(least, most)
        yield indented(self.say(f"Total : {total} points", f"Total: {total} points"), self.width)
        low, high = proposal.rates
        if proposal.rate is not None:
            text = self.say("Intensité proposée : ", "Intensity proposed: ") + self.rate(low)
            yield indented(text, self.width, "bold")
        else:
            yield indented(
                self.say(
                    f"Pas de proposition : selon ce qui reste ouvert, de {self.rate(low)} à "
                    f"{self.rate(high)}.",
                    f"No proposal: by what is still open, from {self.rate(low)} to "
                    f"{self.rate(high)}.",
                ),
                self.width,
                "yellow",
            )

    def working(self, marked: Marked) -> str:
        name, weight = marked.criterion.clause, self.figure(marked.criterion.weight)
        if marked.row is None:
            return f"{name} : " + self.say("ne concerne pas ce dossier", "does not concern it")
        if marked.mark is None:
            points = self.span(marked.least, marked.most)
            return f"{name} : " + self.say(
                f"à remplir, {points} points (poids {weight})",
                f"to be filled, {points} points (weight {weight})",
            )
        mark, points = self.figure(marked.mark), self.figure(marked.least)
        return f"{name} : {mark} × {weight} = {points}"

    def span(self, least: Fraction, most: Fraction) -> str:
        if least == most:
            return self.figure(least)
        return self.say(
            f"de {self.figure(least)} à {self.figure(most)}",
            f"from {self.figure(least)} to {self.figure(most)}",
        )

    def figure(self, value: Fraction) -> str:
        return number(rounded(value, 2), 2, self.lang)

    def rate(self, value: Fraction) -> str:
        return f"{self.figure(value)}\N{NO-BREAK SPACE}%"
