"""
A decision on the terminal: the conclusion first, then why, then what is in order.
"""

from datetime import date
from typing import TYPE_CHECKING

from eligibility_cli.blocks import indented, section
from eligibility_cli.console import console
from rich.console import Group, RenderableType
from rich.text import Text as Line

from eligibility.decisions import Decision, Finding, Outcome
from eligibility.decisions.words import (
    figure_text,
    label,
    origin_text,
    person,
    reason,
    remedies,
    remedy,
    used_facts,
)
from eligibility.language import Lang, Text, day, listed, one_of
from eligibility.logic import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["OUTCOME_WORDS", "decision_heading", "report"]

OUTCOME_WORDS = {
    Outcome.ELIGIBLE: Text(
        "ÉLIGIBLE : peut passer à l'appréciation", "ELIGIBLE: may go to appreciation"
    ),
    Outcome.INELIGIBLE: Text("INÉLIGIBLE", "INELIGIBLE"),
    Outcome.INCOMPLETE: Text(
        "INCOMPLET : des informations manquent", "INCOMPLETE: facts are missing"
    ),
}
_STYLE = {Outcome.ELIGIBLE: "green", Outcome.INELIGIBLE: "red", Outcome.INCOMPLETE: "yellow"}


def report(decision: Decision, lang: Lang, *, first: bool) -> None:
    """Prints the decision; *first* is False after another one on the same screen."""
    out = console()
    out.width = min(out.width, 100)
    if not first:
        out.print()
    for part in _Report(decision, lang, out.width).parts():
        out.print(part)


def decision_heading(decision: Decision, lang: Lang) -> RenderableType:
    """The dossier, its scheme, the conclusion, the day and the rules it was drawn under."""

    def say(fr: str, en: str) -> str:
        return Text(fr, en)[lang]

    outcome = decision.outcome
    title = Line()
    title.append(decision.dossier.id, style="bold")
    title.append(f"  {decision.program.scheme.title[lang]}\n")
    title.append(OUTCOME_WORDS[outcome][lang], style=f"bold {_STYLE[outcome]}")
    when = day(decision.evaluated_on, lang)
    version = day(date.fromisoformat(decision.program.rulebook.version), lang)
    title.append(
        say(f"\nau {when}, règles du {version}", f"\non {when}, rules of {version}"),
        style="dim",
    )
    for reading, alternative in decision.program.readings:
        title.append(
            say(
                f"\nlecture retenue : {reading} = {alternative}",
                f"\nreading taken: {reading} = {alternative}",
            ),
            style="yellow",
        )
    return Group(title)


class _Report:
    def __init__(self, decision: Decision, lang: Lang, width: int) -> None:
        self.decision = decision
        self.lang = lang
        self.width = width

    def say(self, fr: str, en: str) -> str:
        return Text(fr, en)[self.lang]

    def parts(self) -> "Iterator[RenderableType]":
        yield decision_heading(self.decision, self.lang)
        yield from self.not_met()
        yield from self.missing()
        yield from self.readings()
        yield from self.warnings()
        yield from self.in_order()
        yield from self.indicators()
        yield Line(
            self.say(
                "\nL'outil conclut ; la décision appartient à un agent nommé de la Région.",
                "\nThe tool concludes; the decision belongs to a named officer of the Region.",
            ),
            style="dim",
        )

    def section(self, fr: str, en: str, count: int) -> RenderableType:
        return section(self.say(fr, en), count)

    def not_met(self) -> "Iterator[RenderableType]":
        found = self.decision.with_status(Status.NOT_MET)
        if not found:
            return
        yield Line()
        yield self.section("Conditions non remplies", "Conditions not met", len(found))
        for finding in found:
            yield from self.failure(finding)
        for clause in self.decision.grounds():
            text = f"{clause.id} ({clause.citation.place}) : « {clause.citation.quote} »"
            yield self.indented(text, "italic")

    def failure(self, finding: Finding) -> "Iterator[RenderableType]":
        head = Line()
        head.append("✗ ", style="bold red")
        head.append(finding.clause.title[self.lang], style="bold")
        head.append(f"  {finding.clause.id}", style="dim")
        yield head
        yield self.indented(reason(self.decision, finding, self.lang))
        yield self.quote(finding)
        origins = self.origins(finding)
        if origins:
            yield self.indented(origins, "dim")
        cure = remedy(self.decision, finding, self.lang)
        if cure:
            who = listed(
                dict.fromkeys(
                    person(self.decision, each.by, self.lang)
                    for each in remedies(self.decision, finding)
                ),
                self.lang,
            )
            lead = self.say(f"Pour y remédier ({who}) : ", f"To cure it ({who}): ")
            yield self.indented(lead + cure)

    def quote(self, finding: Finding) -> RenderableType:
        cited = finding.clause.citation
        return self.indented(f"« {cited.quote} » ({cited.heading}, {cited.place})", "italic")

    def origins(self, finding: Finding) -> str:
        found = []
        for name in used_facts(self.decision, finding):
            origin = origin_text(self.decision, name, self.lang)
            if origin:
                found.append(f"{label(self.decision, name, self.lang)} : {origin}")
        return self.say("Origine : ", "Origin: ") + " ; ".join(found) if found else ""

    def missing(self) -> "Iterator[RenderableType]":
        decision = self.decision
        if not decision.missing:
            return
        yield Line()
        yield self.section("Informations manquantes", "Missing facts", len(decision.missing))
        for fact in decision.missing_facts():
            clauses = [f.clause.id for f in decision.findings if fact.name in f.missing]
            head = Line()
            head.append("? ", style="bold yellow")
            head.append(fact.label[self.lang], style="bold")
            yield head
            who = one_of(
                (person(self.decision, each, self.lang) for each in fact.answered_by), self.lang
            )
            text = self.say(f"à demander à : {who}", f"to ask of: {who}")
            if fact.evidence:
                text += self.say(" ; pièce : ", "; evidence: ") + fact.evidence[self.lang]
            yield self.indented(text)
            yield self.indented(f"{fact.name} ({', '.join(clauses)})", "dim")

    def readings(self) -> "Iterator[RenderableType]":
        found = self.decision.sensitive_to
        if not found:
            return
        known = {reading.id: reading for reading in self.decision.program.rulebook.readings()}
        yield Line()
        yield self.section(
            "Lectures du texte qui changeraient la conclusion",
            "Readings of the text that would change the conclusion",
            len(found),
        )
        for each in found:
            reading = known[each.reading]
            texts = dict(reading.alternatives)
            text = texts.get(each.alternative, reading.default)
            head = Line("~ ")
            head.append(reading.title[self.lang])
            yield head
            outcome = OUTCOME_WORDS[each.outcome][self.lang].partition(" :")[0].partition(":")[0]
            yield self.indented(f"{text[self.lang]} → {outcome.lower()}")
            yield self.indented(f"{each.reading}={each.alternative}", "dim")

    def warnings(self) -> "Iterator[RenderableType]":
        found = self.decision.warnings
        if not found:
            return
        yield Line()
        yield self.section("À vérifier", "To verify", len(found))
        for fault in found:
            yield Line(f"! {fault.message[self.lang]}")

    def in_order(self) -> "Iterator[RenderableType]":
        met = self.decision.with_status(Status.MET)
        aside = self.decision.with_status(Status.NOT_APPLICABLE)
        if met:
            yield Line()
            yield self.section("Conditions remplies", "Conditions met", len(met))
        for finding in met:
            yield self.folded("✓ ", "green", finding)
        if aside:
            yield Line()
            yield self.section("Sans objet", "Not applicable", len(aside))
        for finding in aside:
            yield self.folded("· ", "dim", finding)

    def folded(self, mark: str, style: str, finding: Finding) -> RenderableType:
        line = Line(no_wrap=True, overflow="ellipsis")
        line.append(mark, style=style)
        line.append(finding.clause.title[self.lang])
        line.append(f"  {finding.clause.id}", style="dim")
        return line

    def indicators(self) -> "Iterator[RenderableType]":
        figures = self.decision.figures
        if not figures or self.decision.outcome is Outcome.INELIGIBLE:
            return
        rulebook = self.decision.program.rulebook
        yield Line()
        yield self.section(
            "Indicateurs pour l'appréciation (ne rejettent jamais)",
            "Indicators for the appreciation (never a refusal)",
            len(figures),
        )
        mark = " : " if self.lang == Lang.FR else ": "
        for figure in figures:
            clause = rulebook.clause(figure.clause)
            if clause is None or (figure.of is not None and figure.value is None):
                continue
            title = clause.title[self.lang]
            if figure.of is not None:
                title += f", {rulebook.catalogue[figure.of].label[self.lang]}"
            text = f"{title}{mark}{figure_text(figure, self.lang)} ({figure.clause})"
            yield self.indented(text)
        unknown = [f for f in figures if f.of is not None and f.value is None]
        for clause_id in dict.fromkeys(figure.clause for figure in unknown):
            axes = [f for f in unknown if f.clause == clause_id]
            yield self.indented(
                self.say(
                    f"{clause_id} : non calculable sur {len(axes)} axe(s), faute de résultat attendu",
                    f"{clause_id}: not computable on {len(axes)} axis/axes, no expected result",
                )
            )

    def indented(self, text: str, style: str = "") -> RenderableType:
        return indented(text, self.width, style)
