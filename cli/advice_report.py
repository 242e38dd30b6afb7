"""
Advice on the terminal: each way to become eligible, by who can bring it about.
"""

from collections.abc import Iterator

from eligibility_cli.blocks import indented, section
from eligibility_cli.console import console, printable
from eligibility_cli.report import decision_heading
from rich.console import RenderableType
from rich.text import Text as Line

from eligibility.advice import Advice, By, Change, ChangeSet
from eligibility.advice.words import change_text, reason_text
from eligibility.decisions.words import person
from eligibility.language import Lang, Text, day

__all__ = ["report"]


def report(advice: Advice, lang: Lang, *, first: bool) -> None:
    """Prints the advice; *first* is False after another one on the same screen."""
    out = console()
    out.width = min(out.width, 100)
    if not first:
        out.print()
    for part in _Report(advice, lang, out.width).parts():
        out.print(part)


class _Report:
    def __init__(self, advice: Advice, lang: Lang, width: int) -> None:
        self.advice = advice
        self.lang = lang
        self.width = width

    def say(self, fr: str, en: str) -> str:
        return Text(fr, en)[self.lang]

    def parts(self) -> Iterator[RenderableType]:
        yield decision_heading(self.advice.decision, self.lang)
        ways = self.advice.sets
        if ways:
            yield Line()
            yield section(
                self.say("Pour devenir éligible : ", "To become eligible: ")
                + (
                    self.say("une façon", "one way")
                    if len(ways) == 1
                    else self.say(f"{len(ways)} façons", f"{len(ways)} ways")
                )
            )
        for number, way in enumerate(ways, 1):
            if number > 1:
                yield Line()
            if len(ways) > 1:
                yield Line(self.say(f"Façon {number}", f"Way {number}"), style="bold")
            yield from self.way(way)
        reason = reason_text(self.advice, self.lang)
        if reason:
            yield Line()
            yield indented(reason, self.width, indent="")
        yield Line(
            self.say(
                "\nL'outil conclut ; la décision appartient à un agent nommé de la Région.",
                "\nThe tool concludes; the decision belongs to a named officer of the Region.",
            ),
            style="dim",
        )

    def blocks(self) -> dict[By, str]:
        """Who brings about what, in the order that it is told."""
        who = person(self.advice.decision, "company", self.lang)
        return {
            By.COMPANY: self.say(f"Ce que {who} peut faire", f"What {who} can do"),
            By.TIME: self.say("Ce que le temps fait", "What time does"),
            By.OUTSIDE: self.say("Ce qui n'est pas entre ses mains", "What is not in its hands"),
        }

    def way(self, way: ChangeSet) -> Iterator[RenderableType]:
        for who, title in self.blocks().items():
            changes = way.by(who)
            if changes:
                yield Line(title, style="underline")
            for change in changes:
                yield from self.change(change)
        if way.eligible_from:
            when = day(way.eligible_from, self.lang)
            text = self.say(f"Éligible à compter du {when}.", f"Eligible from {when} on.")
            yield indented(text, self.width, indent="")

    def change(self, change: Change) -> Iterator[RenderableType]:
        fact = self.advice.decision.program.rulebook.catalogue[change.fact]
        head = Line()
        head.append("▶ ", style="bold")
        head.append(printable(fact.label[self.lang]), style="bold")
        yield head
        yield indented(change_text(self.advice, change, self.lang), self.width)
        yield indented(", ".join(change.clauses), self.width, "dim")
