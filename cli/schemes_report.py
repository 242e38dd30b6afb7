"""
Schemes on the terminal: the list, and those that fit a dossier first.
"""

import textwrap
from collections.abc import Iterator, Sequence
from datetime import date

from eligibility_cli.blocks import indented, section
from eligibility_cli.console import console, printable
from rich.console import RenderableType
from rich.text import Text as Line

from eligibility.decisions import Finding
from eligibility.decisions.words import reason
from eligibility.facts import Dossier
from eligibility.language import Lang, Text, day, listed
from eligibility.rulebook import ClauseId, Rulebook, Scheme, Stage
from eligibility.rulebook.model import APPLICANT, State
from eligibility.schemes.match import Match, Verdict
from eligibility.schemes.words import REASONS, STATES

__all__ = ["listing", "report"]

_QUESTIONS = 3
"""Questions that are shown for a scheme; what is beyond is counted."""

_BLOCKS = {
    Verdict.ELIGIBLE: Text(
        "Éligible : peut passer à l'appréciation", "Eligible: may go to appreciation"
    ),
    Verdict.INCOMPLETE: Text("À compléter", "To be completed"),
    Verdict.INELIGIBLE: Text("Inéligible", "Ineligible"),
    Verdict.OTHER_APPLICANT: Text("Pour d'autres demandeurs", "For other applicants"),
}
_MARKS = {Verdict.ELIGIBLE: "✓ ", Verdict.INCOMPLETE: "? ", Verdict.INELIGIBLE: "✗ "}
_STYLE = {Verdict.ELIGIBLE: "green", Verdict.INCOMPLETE: "yellow", Verdict.INELIGIBLE: "red"}


def listing(schemes: Sequence[Scheme], rulebook: Rulebook, lang: Lang) -> None:
    """Prints each scheme with its id, its state where it is not open, and whom it is for."""
    out = console()
    out.width = min(out.width, 100)
    for scheme in schemes:
        out.print(_title(scheme, lang, out.width))
        words = rulebook.catalogue[APPLICANT].word_label if scheme.applicants else None
        if words:
            whom = listed((words(word)[lang] for word in scheme.applicants), lang)
            out.print(indented(Text(f"pour : {whom}", f"for: {whom}")[lang], out.width, "dim"))
    count = len(schemes)
    total = Text(f"{count} dispositifs", f"{count} schemes") if count != 1 else None
    out.print(f"\n{(total or Text('1 dispositif', '1 scheme'))[lang]}")


def report(
    dossier: Dossier,
    found: Sequence[Match],
    rulebook: Rulebook,
    as_of: date,
    lang: Lang,
    top: int | None = None,
) -> None:
    """Prints what is found for each scheme, what to do first on top: *top* of each block, or all."""
    out = console()
    out.width = min(out.width, 100)
    for part in _Report(dossier, found, rulebook, as_of, lang, out.width).parts(top):
        out.print(part)


def _title(scheme: Scheme, lang: Lang, width: int) -> Line:
    """The title, then the id, below it where both do not fit on a line."""
    title = printable(scheme.title[lang])
    wrapped = textwrap.wrap(title, width - 2, subsequent_indent="    ", break_on_hyphens=False)
    line = Line("\n".join(wrapped), style="bold")
    line.append("  " if len(title) + len(scheme.id) + 4 <= width else "\n    ")
    line.append(scheme.id, style="not bold dim")
    if scheme.state is not State.OPEN:
        line.append(f"\n    {STATES[scheme.state][lang]}", style="not bold yellow")
    return line


def _common(group: Sequence[Match]) -> dict[ClauseId, tuple[Match, Finding]]:
    """The clauses of the texts that decide for more than one of the *group*."""
    found: dict[ClauseId, list[tuple[Match, Finding]]] = {}
    for match in group:
        for finding in match.deciding:
            if finding.clause.stage is Stage.ELIGIBILITY:
                found.setdefault(finding.clause.id, []).append((match, finding))
    return {clause: each[0] for clause, each in found.items() if len(each) > 1}


class _Report:
    def __init__(
        self,
        dossier: Dossier,
        found: Sequence[Match],
        rulebook: Rulebook,
        as_of: date,
        lang: Lang,
        width: int,
    ) -> None:
        self.dossier = dossier
        self.found = found
        self.rulebook = rulebook
        self.as_of = as_of
        self.lang = lang
        self.width = width

    def say(self, fr: str, en: str) -> str:
        return Text(fr, en)[self.lang]

    def parts(self, top: int | None) -> Iterator[RenderableType]:
        yield self.heading()
        if APPLICANT in self.rulebook.catalogue and APPLICANT not in self.dossier.stated:
            fact = self.rulebook.catalogue[APPLICANT]
            yield Line()
            yield indented(
                self.say("À dire d'abord : ", "To be said first: ")
                + f"{(fact.question or fact.label)[self.lang]} ({APPLICANT})",
                self.width,
                "yellow",
                indent="",
            )
        for verdict, title in _BLOCKS.items():
            group = [each for each in self.found if each.verdict is verdict]
            if group:
                yield Line()
                yield section(title[self.lang], len(group))
                if verdict is not Verdict.OTHER_APPLICANT:
                    yield from self.group(group, top or len(group))
                elif top is None:
                    yield from self.others(group)
        yield Line()
        yield indented(
            self.say(
                "Relevé par l'évaluateur de référence ; `eligibility check` contrôle un "
                "dispositif choisi par les deux moteurs. L'outil conclut ; la décision "
                "appartient à un agent nommé de la Région.",
                "Found by the reference evaluator; `eligibility check` checks a chosen scheme "
                "with both engines. The tool concludes; the decision belongs to a named officer "
                "of the Region.",
            ),
            self.width,
            "dim",
            indent="",
        )

    def heading(self) -> RenderableType:
        title = Line()
        title.append(printable(self.dossier.id), style="bold")
        when = day(self.as_of, self.lang)
        version = day(date.fromisoformat(self.rulebook.version), self.lang)
        title.append(
            self.say(
                f"\nau {when}, règles du {version}, {len(self.found)} dispositifs",
                f"\non {when}, rules of {version}, {len(self.found)} schemes",
            ),
            style="dim",
        )
        return title

    def group(self, group: Sequence[Match], top: int) -> Iterator[RenderableType]:
        """What several of them have in common once, then each with what is its own."""
        common = _common(group)
        if common:
            yield indented(
                self.say("Pour tous ceux qui l'exigent : ", "For all that ask it: "),
                self.width,
                "dim",
            )
            for match, finding in common.values():
                text = reason(match.decision, finding, self.lang)
                yield indented(f"{_MARKS[match.verdict]}{text}", self.width, indent="    ")
            yield Line()
        for match in group[:top]:
            own = [each for each in match.deciding if each.clause.id not in common]
            yield from self.one(match, own)
        if len(group) > top:
            more = len(group) - top
            text = self.say(f"… et {more} autres", f"… and {more} more")
            if more == 1:
                text = self.say("… et 1 autre", "… and 1 more")
            yield indented(text, self.width, "dim")

    def one(self, match: Match, own: Sequence[Finding]) -> Iterator[RenderableType]:
        line = Line(_MARKS[match.verdict], style=_STYLE[match.verdict])
        line.append(_title(match.scheme, self.lang, self.width))
        yield line
        if match.verdict is Verdict.ELIGIBLE:
            yield indented(match.scheme.summary[self.lang], self.width, indent="    ")
        for finding in own[:REASONS]:
            text = reason(match.decision, finding, self.lang)
            yield indented(text, self.width, indent="    ")
        if match.questions and own:
            yield from self.questions(match, own)
        elif len(own) > REASONS:
            yield self.more(len(own) - REASONS, "autre motif", "more reason")

    def questions(self, match: Match, own: Sequence[Finding]) -> Iterator[RenderableType]:
        wanted = {name for finding in own for name in finding.missing}
        names = [fact.name for fact in match.questions if fact.name in wanted]
        yield indented(
            self.say("À fournir : ", "To be given: ") + ", ".join(names[:_QUESTIONS]),
            self.width,
            "dim",
            indent="    ",
        )
        if len(names) > _QUESTIONS:
            yield self.more(len(names) - _QUESTIONS, "autre donnée", "more fact")

    def more(self, count: int, fr: str, en: str) -> RenderableType:
        plural = "" if count == 1 else "s"
        french = " ".join(f"{word}{plural}" for word in fr.split())
        text = self.say(f"et {count} {french}", f"and {count} {en}{plural}")
        return indented(text, self.width, "dim", indent="    ")

    def others(self, group: Sequence[Match]) -> Iterator[RenderableType]:
        names = listed(sorted(each.scheme.title[self.lang] for each in group), self.lang)
        yield indented(names, self.width, "dim")
