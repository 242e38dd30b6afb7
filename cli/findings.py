"""
What monitoring found, on the terminal: what to look at first, then what runs, then what is over.
"""

from collections.abc import Iterator
from datetime import date

from eligibility_cli.blocks import indented, section
from eligibility_cli.console import console
from rich.console import RenderableType
from rich.text import Text as Line

from eligibility.awards.monitoring import DutyFinding, DutyStatus, Monitoring
from eligibility.awards.words import (
    EVIDENCE,
    event_text,
    missing_text,
    object_text,
    objects_of,
    period_text,
    reason,
    together,
    working,
)
from eligibility.language import Lang, Text, amount, day, listed
from eligibility.rulebook.duty_sentence import CONSEQUENCES

__all__ = ["findings"]

STATUS_WORDS = {
    DutyStatus.BREACHED: Text("clause touchée", "clause touched"),
    DutyStatus.UNKNOWN: Text("à compléter", "to complete"),
    DutyStatus.PENDING: Text("en cours", "running"),
    DutyStatus.KEPT: Text("terminé", "over"),
}


def findings(found: Monitoring, lang: Lang, *, first: bool) -> None:
    """Prints what is found for one award; *first* is False after another one."""
    out = console()
    out.width = min(out.width, 100)
    if not first:
        out.print()
    for part in _Page(found, lang, out.width).parts():
        out.print(part)


class _Page:
    def __init__(self, found: Monitoring, lang: Lang, width: int) -> None:
        self.found = found
        self.lang = lang
        self.width = width

    def say(self, fr: str, en: str) -> str:
        return Text(fr, en)[self.lang]

    def parts(self) -> Iterator[RenderableType]:
        yield self.heading()
        yield from self.breached()
        yield from self.unknown()
        yield from self.corrections()
        yield from self.readings()
        yield from self.warnings()
        yield from self.quiet(
            DutyStatus.PENDING,
            self.say("En cours, aucun manquement enregistré", "Running, no breach recorded"),
        )
        yield from self.quiet(
            DutyStatus.KEPT,
            self.say("Terminé, aucun manquement enregistré", "Over, no breach recorded"),
        )
        yield Line()
        yield indented(
            self.say(
                "L'outil constate ; un agent nommé décide, et l'entreprise est d'abord invitée à"
                " présenter ses observations.",
                "The tool finds; a named officer decides, and the company is first invited to"
                " present its observations.",
            ),
            self.width,
            "dim",
            "",
        )

    def heading(self) -> RenderableType:
        found, lang = self.found, self.lang
        title = Line()
        title.append(found.award.id, style="bold")
        title.append(f"  {found.covenant.scheme.title[lang]}\n")
        title.append(*self.verdict())
        when = day(found.on, lang)
        version = day(date.fromisoformat(found.covenant.rulebook.version), lang)
        title.append(
            self.say(f"\nau {when}, règles du {version}", f"\non {when}, rules of {version}"),
            style="dim",
        )
        for reading, alternative in found.covenant.readings:
            title.append(
                self.say(
                    f"\nlecture retenue : {reading} = {alternative}",
                    f"\nreading taken: {reading} = {alternative}",
                ),
                style="yellow",
            )
        return title

    def verdict(self) -> tuple[str, str]:
        """The finding in one line, and how it looks."""
        found = self.found
        count = len({each.key[0] for each in found.with_status(DutyStatus.BREACHED)})
        if count:
            text = self.say(f"{count} CLAUSE(S) TOUCHÉE(S)", f"{count} CLAUSE(S) TOUCHED")
            if found.total:
                sum_ = amount(found.total, self.lang)
                text += self.say(f", {sum_} en jeu au plus", f", at most {sum_} at stake")
            elif found.total is None:
                text += self.say(", montant en jeu inconnu", ", amount at stake unknown")
            return text, "bold red"
        count = len(found.with_status(DutyStatus.UNKNOWN))
        if count:
            text = self.say(f"{count} DEVOIR(S) À COMPLÉTER", f"{count} DUTY/IES TO COMPLETE")
            return text, "bold yellow"
        return self.say("AUCUN MANQUEMENT ENREGISTRÉ", "NO BREACH RECORDED"), "bold green"

    def breached(self) -> Iterator[RenderableType]:
        found = self.found.with_status(DutyStatus.BREACHED)
        if not found:
            return
        yield Line()
        yield section(
            self.say("Clauses touchées", "Clauses touched"), len({each.key[0] for each in found})
        )
        for group in together(found):
            finding = group[0]
            yield self.head("✗ ", "bold red", group)
            yield indented(reason(finding, self.found, self.lang), self.width)
            text = period_text(finding.duty, self.lang)
            yield indented(self.say(f"Devoir {text}.", f"Duty {text}."), self.width)
            cited = finding.duty.clause.citation
            yield indented(
                f"« {cited.quote} » ({cited.heading}, {cited.place})", self.width, "italic"
            )
            consequence = CONSEQUENCES[finding.consequence][self.lang]
            yield indented(
                self.say(f"Conséquence : {consequence}.", f"Consequence: {consequence}."),
                self.width,
            )
            if finding.clawback:
                text = working(finding.clawback, self.found.award, self.lang)
                yield indented(self.say(f"En jeu : {text}.", f"At stake: {text}."), self.width)
                if finding.missing:
                    yield indented(self.to_supply(finding), self.width)

    def unknown(self) -> Iterator[RenderableType]:
        found = self.found.with_status(DutyStatus.UNKNOWN)
        if not found:
            return
        yield Line()
        yield section(self.say("À compléter", "To complete"), len(found))
        for group in together(found):
            finding = group[0]
            yield self.head("? ", "bold yellow", group)
            yield indented(reason(finding, self.found, self.lang), self.width)

    def to_supply(self, finding: DutyFinding) -> str:
        wanted = missing_text(finding.missing, self.found.award, self.found.region, self.lang)
        return self.say(f"À fournir : {wanted}.", f"To supply: {wanted}.")

    def quiet(self, status: DutyStatus, title: str) -> Iterator[RenderableType]:
        found = self.found.with_status(status)
        if not found:
            return
        yield Line()
        yield section(title, len(found))
        for group in together(found):
            finding = group[0]
            yield self.head("· ", "dim", group)
            text = (
                f"{period_text(finding.duty, self.lang)} ; {EVIDENCE[finding.evidence][self.lang]}"
            )
            yield indented(text, self.width, "dim")
            if finding.missing:
                yield indented(self.to_supply(finding), self.width)

    def head(self, mark: str, style: str, group: list[DutyFinding]) -> RenderableType:
        line = Line(no_wrap=True, overflow="ellipsis")
        line.append(mark, style=style)
        what = objects_of(group, self.lang)
        line.append(what[:1].upper() + what[1:], style="" if mark == "· " else "bold")
        line.append(f"  {group[0].duty.clause.id}", style="dim")
        return line

    def corrections(self) -> Iterator[RenderableType]:
        replaced = self.found.record.replaced
        if not replaced:
            return
        yield Line()
        yield section(
            self.say(
                "Événements corrigés, gardés pour mémoire", "Events corrected, kept on record"
            ),
            len(replaced),
        )
        for event, by in replaced:
            before = event_text(event, self.found, self.lang)
            after = event_text(by, self.found, self.lang)
            yield indented(f"{before} → {after}", self.width)

    def readings(self) -> Iterator[RenderableType]:
        found = self.found.sensitive_to
        if not found:
            return
        known = {each.id: each for each in self.found.covenant.rulebook.readings()}
        yield Line()
        yield section(
            self.say(
                "Lectures du texte qui changeraient ce constat",
                "Readings of the text that would change this finding",
            ),
            len(found),
        )
        for each in found:
            reading = known[each.reading]
            text = dict(reading.alternatives).get(each.alternative, reading.default)
            yield indented(f"~ {reading.title[self.lang]}", self.width, indent="")
            changes: dict[str, list[str]] = {}
            for finding in each.findings:
                what = object_text(finding.duty.object, self.lang)
                changes.setdefault(self.change(finding), []).append(what)
            for _, name in each.absent:
                what = object_text(name, self.lang)
                changes.setdefault(self.say("sans objet", "not applicable"), []).append(what)
            said = (
                f"{listed(dict.fromkeys(names), self.lang)} : {change}"
                for change, names in changes.items()
            )
            yield indented(f"{text[self.lang]} → {' ; '.join(said)}", self.width)
            yield indented(f"{each.reading}={each.alternative}", self.width, "dim")

    def change(self, finding: DutyFinding) -> str:
        if finding.status is DutyStatus.BREACHED:
            text = CONSEQUENCES[finding.consequence][self.lang]
            cents = finding.clawback.cents if finding.clawback else None
            return text if cents is None else f"{text} ({amount(cents, self.lang)})"
        return STATUS_WORDS[finding.status][self.lang]

    def warnings(self) -> Iterator[RenderableType]:
        if not self.found.warnings:
            return
        yield Line()
        yield section(self.say("À vérifier", "To verify"), len(self.found.warnings))
        for fault in self.found.warnings:
            yield indented(f"! {fault.message[self.lang]}", self.width, indent="")
