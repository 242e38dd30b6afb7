"""
The audit of the schemes on the terminal: what breaks a rule of design first.
"""

from collections.abc import Iterator, Sequence

from eligibility_cli.blocks import indented, section
from eligibility_cli.console import console, printable
from rich.console import RenderableType
from rich.text import Text as Line

from eligibility.language import Lang, Text, listed
from eligibility.logic import Status
from eligibility.schemes.ambitions import Ambitions, Declared
from eligibility.schemes.audit import Audited

__all__ = ["report"]

_BLOCKS = {
    Status.NOT_MET: Text("Contraires aux règles de conception", "Against the rules of design"),
    Status.UNKNOWN: Text("Non déclarés", "Not declared"),
    Status.MET: Text("Conformes à ce qui est déclaré", "In line with what is declared"),
}


def report(found: Sequence[Audited], ambitions: Ambitions | None, lang: Lang) -> None:
    """Prints the schemes by what they are found to be."""
    out = console()
    out.width = min(out.width, 100)
    for part in _Report(ambitions, lang, out.width).parts(found):
        out.print(part)


def _worst(each: Audited) -> Status:
    statuses = {status for _, status in each.findings}
    return next((s for s in _BLOCKS if s in statuses), Status.UNKNOWN)


class _Report:
    def __init__(self, ambitions: Ambitions | None, lang: Lang, width: int) -> None:
        self.ambitions = ambitions
        self.lang = lang
        self.width = width

    def say(self, fr: str, en: str) -> str:
        return Text(fr, en)[self.lang]

    def parts(self, found: Sequence[Audited]) -> Iterator[RenderableType]:
        yield indented(self.source(), self.width, "dim", indent="")
        for worst, title in _BLOCKS.items():
            group = [each for each in found if _worst(each) is worst]
            if group:
                yield Line()
                yield section(title[self.lang], len(group))
                silent = [each for each in group if each.declared == Declared(None, None)]
                for each in group:
                    if each not in silent:
                        yield from self.one(each)
                if silent:
                    names = listed((each.scheme.title[self.lang] for each in silent), self.lang)
                    text = self.say("Rien n'est déclaré de : ", "Nothing is declared of: ") + names
                    yield indented(text, self.width)

    def source(self) -> str:
        if self.ambitions is None:
            return self.say(
                "Le texte n'énumère pas les ambitions du Pacte Vert : sans --ambitions, rien "
                "n'est déclaré.",
                "The text lists no ambition of the Pacte Vert: without --ambitions, nothing is "
                "declared.",
            )
        return self.say("Déclaré par : ", "Declared by: ") + self.ambitions.source[self.lang]

    def one(self, each: Audited) -> Iterator[RenderableType]:
        title = Line(printable(each.scheme.title[self.lang]), style="bold")
        title.append(f"  {each.scheme.id}", style="not bold dim")
        yield title
        for fr, en, names in (
            ("répond à : ", "serves: ", each.declared.serves),
            ("va à l'encontre de : ", "contradicts: ", each.declared.contradicts),
        ):
            yield indented(self.say(fr, en) + self.names(names), self.width, indent="    ")
        for clause, status in each.findings:
            if status is not Status.MET:
                word = self.say("non remplie", "not met")
                if status is Status.UNKNOWN:
                    word = self.say("inconnue", "unknown")
                text = f"{clause.id} : {clause.title[self.lang]} ({word})"
                yield indented(text, self.width, indent="    ")

    def names(self, names: frozenset[str] | None) -> str:
        if names is None:
            return self.say("non déclaré", "not declared")
        if not names:
            return self.say("aucune", "none")
        titles = self.ambitions.titles if self.ambitions else {}
        return listed((titles[name][self.lang] for name in sorted(names)), self.lang)
